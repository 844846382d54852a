"""Jobs of every kind as one list. An app whose jobs are rows of the public schema declares a source in its
``navigation.py``; the page shows what exists.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kisi.mail.models import OutgoingMail
from kisi.mail.vocabulary import State as MailState
from kisi.ui.tables import Status as Pill
from shared.onboarding.listing import JobRow, job_rows
from shared.onboarding.models import Offboarding, Onboarding
from shared.onboarding.vocabulary import JobStatus
from shared.operation.models import Check
from shared.operation.vocabulary import CheckState

NEWEST: Final = 500
WAITING, MOVING, DONE, FAILED = "waiting", "moving", "done", "failed"
STATES: Final = {
    WAITING: _("wartet"),
    MOVING: _("läuft"),
    DONE: _("erledigt"),
    FAILED: _("fehlgeschlagen"),
}
PILLS: Final = {WAITING: "info", MOVING: "info", DONE: "ok", FAILED: "bad"}


@dataclass(frozen=True, slots=True)
class JobSeen:
    """One job in the list; ``state`` is a key of ``STATES``, ``note`` says why it failed or waits."""

    what: str
    kind: str
    state: str
    begun_at: datetime
    note: str = ""
    url: str = ""

    @property
    def pill(self) -> Pill:
        """The state as the status pill shows it."""
        return Pill(STATES[self.state], PILLS[self.state])  # type: ignore[arg-type]

    @property
    def kind_label(self) -> str:
        """The name of the kind."""
        return str(_sources[self.kind].label)


@dataclass(frozen=True, slots=True)
class JobSource:
    """A kind of job: ``jobs`` gives the newest ones, in the central realm."""

    key: str
    label: str | Promise
    jobs: Callable[[], Sequence[JobSeen]]


_sources: dict[str, JobSource] = {}


def declare_job_source(source: JobSource) -> None:
    """Add a kind. Raises ``ValueError`` when another one has the same key."""
    if _sources.setdefault(source.key, source) != source:
        raise ValueError(f"two kinds of jobs are called {source.key!r}")


def job_sources() -> list[JobSource]:
    """Every declared kind, by its key."""
    return [_sources[key] for key in sorted(_sources)]


def jobs_seen() -> list[JobSeen]:
    """The jobs of every kind, the newest first."""
    found = [job for source in job_sources() for job in source.jobs()]
    return sorted(found, key=lambda job: job.begun_at, reverse=True)


_JOB_STATES: Final = {
    JobStatus.QUEUED: WAITING,
    JobStatus.WAITING: WAITING,
    JobStatus.FAILED: FAILED,
    JobStatus.COMPLETED: DONE,
    JobStatus.CANCELLED: DONE,
}


def _comings_and_goings(kind: type[Onboarding] | type[Offboarding]) -> Callable[[], list[JobSeen]]:
    def seen() -> list[JobSeen]:
        return [_of_row(row) for row in job_rows(kind)[:NEWEST]]

    return seen


def _of_row(row: JobRow) -> JobSeen:
    state = _JOB_STATES.get(JobStatus(row.status), MOVING)
    return JobSeen(row.name, row.kind, state, row.created_at, str(row.pill), row.url)


_CHECK_STATES: Final = {
    CheckState.QUEUED: WAITING,
    CheckState.RUNNING: MOVING,
    CheckState.DONE: DONE,
    CheckState.FAILED: FAILED,
}


def _checks() -> list[JobSeen]:
    return [_of_check(check) for check in Check.objects.all()[:NEWEST]]


def _of_check(check: Check) -> JobSeen:
    state = _CHECK_STATES[CheckState(check.state)]
    label, begun = str(check.get_kind_display()), timezone.localtime(check.requested_at)
    return JobSeen(label, "check", state, begun, check.problem, check_url(check))


def check_url(check: Check) -> str:
    """The page of a check."""
    return reverse("operation:check", args=[check.pk])


_MAIL_STATES: Final = {MailState.WAITING: WAITING, MailState.FAILED: FAILED}


def _central_mail() -> list[JobSeen]:
    """Without addresses: who got an e-mail is nothing the operation needs."""
    rows: Any = OutgoingMail.objects.order_by("-created_at", "-pk")[:NEWEST]
    return [
        JobSeen(
            mail.subject,
            "mail",
            _MAIL_STATES.get(MailState(mail.state), DONE),
            timezone.localtime(mail.created_at),
            mail.problem,
        )
        for mail in rows
    ]


declare_job_source(JobSource("onboarding", _("Aufnahme"), _comings_and_goings(Onboarding)))
declare_job_source(JobSource("offboarding", _("Verabschiedung"), _comings_and_goings(Offboarding)))
declare_job_source(JobSource("check", _("Prüfung"), _checks))
declare_job_source(JobSource("mail", _("E-Mail der Zentrale"), _central_mail))
