"""What every job has: a job is a row, its steps are rows, and a message is only the wake-up."""

from __future__ import annotations

import uuid
from typing import Any, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kisi.core.actors import Actor
from shared.onboarding.vocabulary import OPEN_STATUSES, JobStatus, StepStatus

LABEL_LENGTH: Final = 150
"""As long as an invitation's "invited by" may be."""


class Job(models.Model):
    """A job that goes on after a kill anywhere.

    ``touched_at`` is its last sign of life (a step begun or ended, a wake-up sent), ``next_attempt_at``
    the time before which nothing is to be done: after a failure, or while a grace period runs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ags = models.CharField(_("AGS"), max_length=8)
    name = models.CharField(_("Name"), max_length=200)
    slug = models.CharField(_("Kurzname in der Adresse"), max_length=40)
    schema_name = models.CharField(_("Schema"), max_length=63, blank=True)
    status = models.CharField(_("Status"), max_length=20, choices=JobStatus, default=JobStatus.QUEUED)
    requested_by_kind = models.CharField(max_length=10)
    requested_by_id = models.CharField(max_length=100)
    requested_by_label = models.CharField(_("veranlasst von"), max_length=LABEL_LENGTH)
    created_at = models.DateTimeField(_("angelegt"), auto_now_add=True)
    finished_at = models.DateTimeField(_("beendet"), null=True, blank=True)
    touched_at = models.DateTimeField(default=timezone.now)
    next_attempt_at = models.DateTimeField(_("nächster Versuch"), default=timezone.now)

    steps: Any
    """The steps in their order: the other side of the step's foreign key."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.name} ({self.get_status_display()})"

    @property
    def requested_by(self) -> Actor:
        """Who wanted this job."""
        return Actor(self.requested_by_kind, self.requested_by_id, self.requested_by_label)  # type: ignore[arg-type]

    @property
    def is_open(self) -> bool:
        """Whether the job goes on by itself."""
        return self.status in OPEN_STATUSES

    def status_when_done(self) -> JobStatus:
        """What the job is once no step is left."""
        return JobStatus.CANCELLED if self.status == JobStatus.CANCELLING else JobStatus.COMPLETED


class JobStep(models.Model):
    """One named step. ``detail`` is for everyone who may see the job, ``problem`` for the operator only.

    ``attempts`` counts starts (a worker killed in the middle counts), ``failures`` the errors since the
    last retry by hand; ``history`` keeps every attempt that did not succeed.
    """

    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("Schritt"), max_length=30)
    status = models.CharField(_("Status"), max_length=10, choices=StepStatus, default=StepStatus.PENDING)
    started_at = models.DateTimeField(_("begonnen"), null=True, blank=True)
    finished_at = models.DateTimeField(_("beendet"), null=True, blank=True)
    detail = models.TextField(_("Einzelheiten"), blank=True)
    problem = models.TextField(_("Fehler (nur für den Betrieb)"), blank=True)
    attempts = models.PositiveIntegerField(_("Versuche"), default=0)
    failures = models.PositiveIntegerField(_("Fehlversuche"), default=0)
    history = models.JSONField(_("frühere Versuche"), default=list, blank=True)

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position} {self.name}"

    def remember(self, outcome: str, problem: str) -> None:
        """Add the attempt that just ended without success ("failed" or "interrupted") to the history."""
        began = self.started_at.isoformat() if self.started_at else None
        ended = timezone.now().isoformat()
        self.history = [*self.history, {"outcome": outcome, "started_at": began, "ended_at": ended, "problem": problem}]
