"""Work on tokens that nobody has to wait for."""

from __future__ import annotations

from celery import shared_task

from kisi.core.realms import inside, realm_of
from kisi.tenancy.directory import reachable_municipalities
from kisi.tenancy.tasks import CentralTask, MunicipalityTask
from tenants.access_tokens.actions import forget_old_answers


@shared_task(base=MunicipalityTask, name="tenants.access_tokens.forget_answers")
def forget_answers() -> None:
    """Forget answers to repeated requests in one municipality."""
    forget_old_answers()


@shared_task(base=CentralTask, name="tenants.access_tokens.forget_all_answers")
def forget_all_answers() -> None:
    """One task for every municipality."""
    for municipality in reachable_municipalities():
        with inside(realm_of(municipality)):
            forget_answers.delay()
