"""Work about accounts that nobody has to wait for."""

from __future__ import annotations

from celery import shared_task

from kisi.accounts.actions.cleaning import clean_up
from kisi.accounts.actions.passwords import answer_reset
from kisi.accounts.queries import waiting_resets
from kisi.core.realms import current_realm, inside, realm_of
from kisi.tenancy.directory import reachable_municipalities
from kisi.tenancy.tasks import CentralTask, MunicipalityTask


@shared_task(base=MunicipalityTask, name="kisi.accounts.answer_municipality_reset")
def answer_municipality_reset(reset_id: int) -> None:
    """Answer one request for a new password in a municipality."""
    answer_reset(reset_id=reset_id)


@shared_task(base=CentralTask, name="kisi.accounts.answer_central_reset")
def answer_central_reset(reset_id: int) -> None:
    """Answer one request for a new password on the public host."""
    answer_reset(reset_id=reset_id)


def wake_reset(reset_id: int) -> None:
    """Let a worker answer a request once the open transaction has committed."""
    task = answer_municipality_reset if current_realm().municipality else answer_central_reset
    task.delay_on_commit(reset_id)


@shared_task(base=CentralTask, name="kisi.accounts.sweep")
def sweep_all_accounts() -> None:
    """Answer what no wake-up reached, delete what has expired: here, and one task for every municipality."""
    _sweep()
    for municipality in reachable_municipalities():
        with inside(realm_of(municipality)):
            sweep_municipality_accounts.delay()


@shared_task(base=MunicipalityTask, name="kisi.accounts.sweep_municipality")
def sweep_municipality_accounts() -> None:
    """The same for the municipality this runs for."""
    _sweep()


def _sweep() -> None:
    for reset_id in waiting_resets():
        answer_reset(reset_id=reset_id)
    clean_up()
