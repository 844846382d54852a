"""The doors through which Celery enters."""

from __future__ import annotations

from celery import shared_task

from api import tidying
from kisi.tenancy.tasks import CentralTask


@shared_task(base=CentralTask, name="api.forget_old_answers")
def forget_old_answers() -> None:
    """Forget what need not be known any more; beat sends this once an hour."""
    tidying.forget_old_answers()
