"""Words of this app."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class FillStatus(models.TextChoices):
    """How one collector did in one town for one period. Without a row nobody has tried yet."""

    DONE = "done", _("erhoben")
    FAILED = "failed", _("fehlgeschlagen")


class JobStatus(models.TextChoices):
    """Where a job row stands."""

    QUEUED = "queued", _("wartet")
    RUNNING = "running", _("läuft")
    DONE = "done", _("fertig")
    FAILED = "failed", _("fehlgeschlagen")


OPEN: Final = (JobStatus.QUEUED, JobStatus.RUNNING)
"""Jobs on which there is something left to do."""


class RunReason(models.TextChoices):
    """Why a collection was started."""

    SCHEDULE = "schedule", _("regelmäßig")
    RETRY = "retry", _("neuer Versuch nach Fehlern")
    RELEASE = "release", _("vor einem Veröffentlichungsstand")
    REQUEST = "request", _("von Hand")
