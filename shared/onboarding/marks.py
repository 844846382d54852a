"""The rows of a job: which step is next, begun, done, waiting or failed. Every mark is one short transaction."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import SYSTEM
from shared.onboarding.courses import Course, NotYet, Outcome, StepFailed
from shared.onboarding.models import Job, JobStep
from shared.onboarding.vocabulary import JobStatus, StepStatus

Marked = tuple[Job, JobStep]

_SECRETS: Final = re.compile(r"(?i)(password|passwort|secret|SCRAM-SHA-256)\S*\s*\S+")
PROBLEM_LENGTH: Final = 300


@transaction.atomic
def begin_next(course: Course, job_id: UUID) -> Marked | None:
    """Mark the next open step as running; None when the job is not to go on now."""
    job = course.jobs._default_manager.select_for_update().filter(pk=job_id).first()
    now = timezone.now()
    if job is None or not job.is_open or job.next_attempt_at > now:
        return None
    step = job.steps.exclude(status=StepStatus.DONE).order_by("position").first()
    if step is None:
        _close(course, job)
        return None
    if step.status == StepStatus.RUNNING and job.status != JobStatus.WAITING:
        step.remember("interrupted", "")
    if step.attempts >= settings.KISI_JOB_STARTS:
        _fail_for_good(course, job, step, _("Der Schritt wurde zu oft unterbrochen."))
        return None
    step.status, step.started_at, step.attempts = StepStatus.RUNNING, now, step.attempts + 1
    step.save()
    if job.status != JobStatus.CANCELLING:
        job.status = JobStatus.RUNNING
    job.touched_at = now
    job.save()
    return job, step


def locked(course: Course, job: Job, step: JobStep) -> Marked | None:
    """Job and step with the job's row locked; None when the step is not to be done any more (cancelled, or done)."""
    current = course.jobs._default_manager.select_for_update().get(pk=job.pk)
    still = current.steps.filter(pk=step.pk, status=StepStatus.RUNNING).first()
    return (current, still) if still is not None and current.is_open else None


def finish(course: Course, job: Job, step: JobStep, outcome: Outcome) -> None:
    """Mark a step as done and, with the last one, the job; inside the caller's transaction, under the job's lock."""
    now = timezone.now()
    step.status, step.finished_at, step.detail, step.problem = StepStatus.DONE, now, outcome.detail, ""
    step.save()
    for column, value in outcome.changes.items():
        setattr(job, column, value)
    job.touched_at = job.next_attempt_at = now
    if job.steps.exclude(status=StepStatus.DONE).exists():
        job.save()
    else:
        _close(course, job)


@transaction.atomic
def wait(course: Course, job: Job, step: JobStep, until: NotYet) -> None:
    """Let the job wait for a day."""
    marked = locked(course, job, step)
    if marked is None:
        return
    job, step = marked
    step.detail = until.detail
    # Waiting is not an attempt that came to nothing.
    step.attempts -= 1
    step.save()
    job.status, job.next_attempt_at = JobStatus.WAITING, until.until
    job.save()


@transaction.atomic
def fail(course: Course, job: Job, step: JobStep, error: Exception) -> None:
    """Note an error: tried again after a while, given up after ``KISI_JOB_FAILURES`` times."""
    marked = locked(course, job, step)
    if marked is None:
        return
    job, step = marked
    step.problem = in_a_line(error)
    step.remember("failed", step.problem)
    step.failures += 1
    sentence = str(error) if isinstance(error, StepFailed) else _("Dieser Schritt ist fehlgeschlagen.")
    if step.failures >= settings.KISI_JOB_FAILURES:
        _fail_for_good(course, job, step, sentence)
        return
    pause = timedelta(seconds=settings.KISI_JOB_BACKOFF_SECONDS * 2 ** (step.failures - 1))
    job.next_attempt_at = timezone.now() + pause
    clock = date_format(timezone.localtime(job.next_attempt_at), "H:i:s")
    step.status = StepStatus.PENDING
    step.detail = _("{sentence} Nächster Versuch um {clock} Uhr.").format(sentence=sentence, clock=clock)
    step.save()
    job.save()


def _fail_for_good(course: Course, job: Job, step: JobStep, sentence: str) -> None:
    step.status, step.finished_at = StepStatus.FAILED, timezone.now()
    way_out = _("Bitte wenden Sie sich an den Betrieb der Plattform. Danach kann der Auftrag wiederholt werden.")
    step.detail = f"{sentence} {way_out}"
    step.save()
    job.status, job.finished_at = JobStatus.FAILED, timezone.now()
    job.save()
    _note(course, job, "failed", step=step.name)


def _close(course: Course, job: Job) -> None:
    job.status, job.finished_at = job.status_when_done(), timezone.now()
    job.save()
    _note(course, job, str(job.status))


def _note(course: Course, job: Job, what: str, **details: str) -> None:
    subject = f"onboarding.{course.jobs._meta.model_name}:{job.pk}"
    record(f"onboarding.{course.event_prefix}{what}", by=SYSTEM, subject=subject, details={"ags": job.ags, **details})


def in_a_line(error: BaseException) -> str:
    """An error for the operator: its kind and its first line, without SQL and without anything like a password."""
    cause = error.__cause__ if isinstance(error, DatabaseError) and error.__cause__ is not None else error
    diagnosis = getattr(getattr(cause, "diag", None), "message_primary", None)
    text = diagnosis or next(iter(str(error).strip().splitlines()), "")
    return f"{type(error).__name__}: {_SECRETS.sub('…', text)}"[:PROBLEM_LENGTH]
