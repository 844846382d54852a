"""Telling a worker that there is something to do.

A lost message costs nothing but time: the sweeper finds the row. So a broker that does not answer
must never make the request fail that wrote the row.
"""

from __future__ import annotations

from typing import Final

from celery import current_app
from django.db import transaction
from django.utils import timezone

from shared.onboarding.models import Job, Offboarding, Onboarding

TASK_NAMES: Final[dict[type[Job], str]] = {
    Onboarding: "shared.onboarding.tasks.carry_on_onboarding",
    Offboarding: "shared.onboarding.tasks.carry_on_offboarding",
}
"""By name: tasks stand above actions, only the message goes the other way (the app's ``ready`` registers them)."""


def wake_on_commit(job: Job) -> None:
    """Send a wake-up for this job when the open transaction commits; a broken broker is logged and ignored."""
    job.touched_at = timezone.now()
    job.save(update_fields=["touched_at"])
    transaction.on_commit(lambda: wake(job), robust=True)


def wake(job: Job) -> None:
    """Send a wake-up for this job now, trying once. Raises what the broker's client raises."""
    current_app.tasks[TASK_NAMES[type(job)]].apply_async(args=[str(job.pk)], retry=False)
