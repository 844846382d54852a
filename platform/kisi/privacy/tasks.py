"""Work on periods that nobody has to wait for."""

from __future__ import annotations

from celery import shared_task

from kisi.core.realms import inside, realm_of
from kisi.privacy.actions import keep_to_periods
from kisi.tenancy.directory import reachable_municipalities
from kisi.tenancy.tasks import CentralTask, MunicipalityTask


@shared_task(base=CentralTask, name="kisi.privacy.sweep")
def sweep_all_periods() -> None:
    """Keep to the periods of accounts: here, and one task for every municipality."""
    keep_to_periods()
    for municipality in reachable_municipalities():
        with inside(realm_of(municipality)):
            sweep_municipality_periods.delay()


@shared_task(base=MunicipalityTask, name="kisi.privacy.sweep_municipality")
def sweep_municipality_periods() -> None:
    """The same for the municipality this runs for."""
    keep_to_periods()
