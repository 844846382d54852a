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


class FigureLevel(models.TextChoices):
    """What a released row stands for; the values are those of ``shared.disclosure.Level``."""

    STATE = "state", _("Hessen")
    DISTRICT = "district", _("Landkreis oder kreisfreie Stadt")
    MUNICIPALITY = "municipality", _("Kommune")


class HiddenBecause(models.TextChoices):
    """Why a cell shows no number; the values are those of ``shared.disclosure.Reason``."""

    FEW_MUNICIPALITIES = "few_municipalities", _("zu wenige Kommunen")
    FEW_RESPONDENTS = "few_respondents", _("zu wenige Antworten")
    SMALL_DENOMINATOR = "small_denominator", _("zu kleine Grundgesamtheit")
    DOMINATED = "dominated", _("ein Beitrag überwiegt")
    WITHHELD = "withheld", _("zurückgehalten, ließ sich nicht sicher runden")


SHEETS: Final = "surveys.responses"
WAVES: Final = "surveys.waves"
WISHED_FOR: Final = "surveys.waves_target"
"""Metrics of which the page about participation is made; surveys report them."""
WAVE_STATE: Final = "wave_state"
WAVE_OPEN: Final = "open"
WAVE_ENDED: Final = "ended"
WAVE_STATES: Final = ((WAVE_OPEN, _("offen")), (WAVE_ENDED, _("beendet")))


class SheetsReturned(models.TextChoices):
    """Rücklauf of a town in coarse steps, worked out from what was released already."""

    NO_RELEASE = "no_release", _("noch kein Stand")
    MISSING = "missing", _("fehlt in diesem Stand")
    HIDDEN = "hidden", _("geschützt")
    FEW = "few", _("keine oder sehr wenige Bögen")
    NO_TARGET = "no_target", _("Bögen da, kein Ziel")
    QUARTER = "quarter", _("unter einem Viertel des Ziels")
    HALF = "half", _("ein Viertel bis zur Hälfte des Ziels")
    MOST = "most", _("mehr als die Hälfte des Ziels")
    REACHED = "reached", _("Ziel erreicht")
