"""Telling a worker that there is something to do.

A lost message costs nothing but time: the sweeper finds the row. So a broker that does not answer
must never make the request fail that wrote the row.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from shared.onboarding.models import Job, Onboarding


def wake_on_commit(job: Job) -> None:
    """Send a wake-up for this job when the open transaction commits; a broken broker is logged and ignored."""
    job.touched_at = timezone.now()
    job.save(update_fields=["touched_at"])
    transaction.on_commit(lambda: wake(job), robust=True)


def wake(job: Job) -> None:
    """Send a wake-up for this job now, trying once. Raises what the broker's client raises."""
    from shared.onboarding import tasks  # reason: tasks stand above actions; only the message goes the other way

    task = tasks.carry_on_onboarding if isinstance(job, Onboarding) else tasks.carry_on_offboarding
    task.apply_async(args=[str(job.pk)], retry=False)
