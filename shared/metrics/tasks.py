"""The doors through which Celery enters; what is to be done stands in rows."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from kisi.tenancy.tasks import CentralTask
from shared.metrics.collection.planning import begin_what_is_due, forget_old_runs, wake_forgotten_batches
from shared.metrics.collection.running import work_on


@shared_task(base=CentralTask)
def work_on_batch(batch_id: str) -> None:
    """Collect from the towns of one batch."""
    work_on(UUID(batch_id))


@shared_task(base=CentralTask)
def collect_what_is_due() -> None:
    """Begin what is due and wake what was forgotten; beat sends this one message, the rows fan out."""
    wake_forgotten_batches()
    begin_what_is_due()


@shared_task(base=CentralTask)
def forget_runs() -> None:
    """Delete runs that are long over."""
    forget_old_runs()
