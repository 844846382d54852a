"""Sends e-mail. The row says what is to be sent; a message is only the wake-up."""

from __future__ import annotations

from celery import shared_task

from kisi.core.realms import inside, realm_of
from kisi.mail.actions import deliver
from kisi.mail.queries import due_mail
from kisi.tenancy.directory import reachable_municipalities
from kisi.tenancy.tasks import CentralTask, MunicipalityTask


@shared_task(base=MunicipalityTask, name="kisi.mail.deliver_municipality_mail")
def deliver_municipality_mail(mail_id: int) -> None:
    """Send one e-mail of a municipality."""
    deliver(mail_id)


@shared_task(base=CentralTask, name="kisi.mail.deliver_central_mail")
def deliver_central_mail(mail_id: int) -> None:
    """Send one e-mail of the public host."""
    deliver(mail_id)


@shared_task(base=CentralTask, name="kisi.mail.sweep")
def sweep_all_mail() -> None:
    """Send what no wake-up reached or what failed before: here, and one task for every municipality."""
    _sweep()
    for municipality in reachable_municipalities():
        with inside(realm_of(municipality)):
            sweep_municipality_mail.delay()


@shared_task(base=MunicipalityTask, name="kisi.mail.sweep_municipality")
def sweep_municipality_mail() -> None:
    """The same for the municipality this runs for."""
    _sweep()


def _sweep() -> None:
    for mail_id in due_mail():
        deliver(mail_id)
