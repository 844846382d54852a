"""Finds jobs that should go on and that nobody works on, whatever became of their wake-up."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shared.onboarding.models import Job, Offboarding, Onboarding
from shared.onboarding.vocabulary import OPEN_STATUSES
from shared.onboarding.waking import wake


def forgotten_jobs() -> list[Job]:
    """Open jobs that are due and have shown no sign of life for ``KISI_JOB_STALE_SECONDS``, oldest first."""
    now = timezone.now()
    silent_since = now - timedelta(seconds=settings.KISI_JOB_STALE_SECONDS)
    found: list[Job] = []
    for jobs in (Onboarding.objects, Offboarding.objects):
        due = jobs.filter(status__in=OPEN_STATUSES, next_attempt_at__lte=now, touched_at__lte=silent_since)
        found += due.order_by("created_at")
    return found


def wake_forgotten_jobs() -> int:
    """Send a wake-up for each of them; how many. A job that is being worked on only looks forgotten: its lock decides.

    The wake-up counts as a sign of life, so that messages do not pile up while all workers are busy.
    """
    woken = 0
    for job in forgotten_jobs():
        with transaction.atomic():
            seen = type(job)._default_manager.filter(pk=job.pk, touched_at=job.touched_at)
            claimed = seen.update(touched_at=timezone.now())
        if claimed:
            wake(job)
            woken += 1
    return woken
