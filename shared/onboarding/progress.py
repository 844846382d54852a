"""A job as the progress component shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.ui import parts
from kisi.ui.tables import Status as Pill
from shared.onboarding.models import Job, JobStep, Onboarding
from shared.onboarding.vocabulary import JobStatus, OffboardingStepName, OnboardingStepName, StepStatus

STATES: Final = {
    StepStatus.PENDING: "open",
    StepStatus.RUNNING: "running",
    StepStatus.DONE: "done",
    StepStatus.FAILED: "failed",
}
PILLS: Final = {JobStatus.COMPLETED: "ok", JobStatus.FAILED: "bad", JobStatus.CANCELLED: ""}
TITLES: Final = {True: gettext_lazy("Aufnahme"), False: gettext_lazy("Verabschiedung")}


@dataclass(frozen=True, slots=True)
class Attempt:
    """A step with its times, for the history; ``problem`` is empty for everybody but the operator."""

    label: str
    status: str
    started_at: datetime | None
    finished_at: datetime | None
    detail: str
    problem: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A job for one viewer. ``poll`` is empty once nothing moves by itself."""

    job: Job
    title: str
    pill: Pill
    done: int
    total: int
    lines: list[parts.JobStep]
    attempts: list[Attempt]
    url: str
    poll: str

    @property
    def text(self) -> str:
        """How far it is, in words."""
        return _("{done} von {total} Schritten").format(done=self.done, total=self.total)

    @property
    def is_failed(self) -> bool:
        """Whether somebody has to do something."""
        return self.job.status == JobStatus.FAILED


def pill_of(status: str) -> Pill:
    """A job's status as the status pill shows it."""
    found = JobStatus(status)
    return Pill(found.label, PILLS.get(found, "info"))  # type: ignore[arg-type]


def url_of(job: Job) -> str:
    """The page of a job."""
    return reverse("onboarding:onboarding" if isinstance(job, Onboarding) else "onboarding:offboarding", args=[job.pk])


def progress_of(job: Job, *, may_manage: bool) -> Progress:
    """How far a job is, with its steps; problems only for those who may do something about them."""
    steps = list(job.steps.all())
    moves = job.is_open and job.status != JobStatus.WAITING
    return Progress(
        job=job,
        title=str(TITLES[isinstance(job, Onboarding)]),
        pill=pill_of(job.status),
        done=sum(step.status == StepStatus.DONE for step in steps),
        total=len(steps),
        lines=[_line(job, step) for step in steps],
        attempts=[_attempt(job, step, may_manage=may_manage) for step in steps],
        url=url_of(job),
        poll=f"{url_of(job)}stand/" if moves else "",
    )


def _label(job: Job, step: JobStep) -> str:
    names = OnboardingStepName if isinstance(job, Onboarding) else OffboardingStepName
    return str(names(step.name).label) if step.name in names.values else step.name


def _line(job: Job, step: JobStep) -> parts.JobStep:
    return parts.JobStep(_label(job, step), STATES[StepStatus(step.status)], step.detail)  # type: ignore[arg-type]


def _attempt(job: Job, step: JobStep, *, may_manage: bool) -> Attempt:
    return Attempt(
        label=_label(job, step),
        status=str(StepStatus(step.status).label),
        started_at=timezone.localtime(step.started_at) if step.started_at else None,
        finished_at=timezone.localtime(step.finished_at) if step.finished_at else None,
        detail=step.detail,
        problem=step.problem if may_manage else "",
        attempts=step.attempts,
    )
