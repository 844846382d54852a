"""Sheets nobody goes on with are deleted."""

from __future__ import annotations

from celery import shared_task

from kisi.core.realms import inside, realm_of
from kisi.tenancy.directory import reachable_municipalities
from kisi.tenancy.tasks import CentralTask, MunicipalityTask
from tenants.participation.actions import delete_expired


@shared_task(base=CentralTask, name="tenants.participation.sweep")
def sweep() -> None:
    """One task for every municipality."""
    for municipality in reachable_municipalities():
        with inside(realm_of(municipality)):
            sweep_municipality.delay()


@shared_task(base=MunicipalityTask, name="tenants.participation.sweep_municipality")
def sweep_municipality() -> None:
    """Delete what has expired in the municipality this runs for."""
    delete_expired()
