"""Telling towns of new versions in the background."""

from __future__ import annotations

from celery import shared_task

from kisi.core.realms import inside, realm_of
from kisi.tenancy.directory import reachable_municipalities
from kisi.tenancy.tasks import CentralTask, MunicipalityTask
from tenants.adoptions.actions import tell_of_new_versions


@shared_task(base=CentralTask, name="tenants.adoptions.tell_all")
def tell_all_towns() -> None:
    """One task for every municipality. Telling again tells nothing twice, so a lost one is made up for next time."""
    for municipality in reachable_municipalities():
        with inside(realm_of(municipality)):
            tell_town.delay()


@shared_task(base=MunicipalityTask, name="tenants.adoptions.tell_town")
def tell_town() -> None:
    """Tell the municipality this runs for."""
    tell_of_new_versions()
