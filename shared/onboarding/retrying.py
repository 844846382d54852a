"""Putting a failed job back into the queue."""

from __future__ import annotations

from django.utils import timezone

from shared.onboarding.models import Job
from shared.onboarding.vocabulary import JobStatus, StepStatus


def begin_again(job: Job) -> None:
    """Let a failed job go on from its failed step; its history stays. The caller holds the job's lock."""
    for step in job.steps.filter(status=StepStatus.FAILED):
        step.status, step.failures, step.attempts, step.detail = StepStatus.PENDING, 0, 0, ""
        step.save()
    job.status, job.finished_at, job.next_attempt_at = JobStatus.QUEUED, None, timezone.now()
    job.save()
