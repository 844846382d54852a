"""Work about notices that nobody has to wait for."""

from __future__ import annotations

from celery import shared_task

from kisi.core.realms import inside, realm_of
from kisi.notifications.actions import forget_old
from kisi.tenancy.directory import reachable_municipalities
from kisi.tenancy.tasks import CentralTask, MunicipalityTask


@shared_task(base=CentralTask, name="kisi.notifications.sweep")
def sweep_all_notices() -> None:
    """Forget old notices: here, and one task for every municipality."""
    forget_old()
    for municipality in reachable_municipalities():
        with inside(realm_of(municipality)):
            sweep_municipality_notices.delay()


@shared_task(base=MunicipalityTask, name="kisi.notifications.sweep_municipality")
def sweep_municipality_notices() -> None:
    """The same for the municipality this runs for."""
    forget_old()
