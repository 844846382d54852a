"""The doors through which Celery enters; what is to be done stands in rows."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from kisi.tenancy.tasks import CentralTask
from shared.metrics.collection.planning import begin_what_is_due, forget_old_runs, wake_forgotten_batches
from shared.metrics.collection.running import work_on
from shared.metrics.releasing.running import carry_on, wake_forgotten_releases


@shared_task(base=CentralTask)
def work_on_batch(batch_id: str) -> None:
    """Collect from the towns of one batch."""
    work_on(UUID(batch_id))


@shared_task(base=CentralTask)
def collect_what_is_due() -> None:
    """Begin what is due and wake what was forgotten; beat sends this one message, the rows fan out."""
    wake_forgotten_batches()
    wake_forgotten_releases()
    begin_what_is_due()


# Below the broker's visibility timeout; the attack on a release of many towns takes its time.
@shared_task(base=CentralTask, time_limit=840)
def carry_on_release(run_id: str) -> None:
    """Make the release of one run."""
    carry_on(UUID(run_id))


@shared_task(base=CentralTask)
def forget_runs() -> None:
    """Delete runs that are long over."""
    forget_old_runs()
