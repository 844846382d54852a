"""Work on the public pages that nobody has to wait for."""

from __future__ import annotations

from celery import shared_task

from kisi.core.realms import inside, realm_of
from kisi.tenancy.directory import all_municipalities
from kisi.tenancy.tasks import CentralTask, MunicipalityTask
from tenants.site.actions import delete_old_feedback


@shared_task(base=MunicipalityTask, name="tenants.site.forget_feedback")
def forget_feedback() -> None:
    """Delete old reports of barriers in one municipality."""
    delete_old_feedback()


@shared_task(base=CentralTask, name="tenants.site.forget_all_feedback")
def forget_all_feedback() -> None:
    """One task for every municipality that works."""
    for municipality in all_municipalities():
        if municipality.status == "active":
            with inside(realm_of(municipality)):
                forget_feedback.delay()
