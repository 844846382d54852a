"""Words of this app: where a job stands, what its steps are called, what can be wrong with a request."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobStatus(models.TextChoices):
    """Where a job stands. Waiting, cancelling and cancelled exist for off-boardings only."""

    QUEUED = "queued", _("wartet auf den Start")
    RUNNING = "running", _("läuft")
    WAITING = "waiting", _("in der Schonfrist")
    CANCELLING = "cancelling", _("wird zurückgenommen")
    CANCELLED = "cancelled", _("zurückgenommen")
    COMPLETED = "completed", _("abgeschlossen")
    FAILED = "failed", _("fehlgeschlagen")


OPEN_STATUSES: Final = (JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.WAITING, JobStatus.CANCELLING)
"""A job in one of these goes on by itself."""


class StepStatus(models.TextChoices):
    """Where a step stands."""

    PENDING = "pending", _("offen")
    RUNNING = "running", _("läuft")
    DONE = "done", _("erledigt")
    FAILED = "failed", _("fehlgeschlagen")


class OnboardingStepName(models.TextChoices):
    """The steps of an onboarding, in their order."""

    RESERVE = "reserve", _("Schlüssel und Adresse reservieren")
    CREATE_SCHEMA = "create_schema", _("Eigenen Datenbereich anlegen")
    SEED = "seed", _("Arbeitsbereich vorbereiten")
    ADOPT_TEMPLATES = "adopt_templates", _("Vorlagen übernehmen")
    INVITE_COORDINATOR = "invite_coordinator", _("Koordination einladen")
    ACTIVATE = "activate", _("Arbeitsbereich öffnen")


class OffboardingStepName(models.TextChoices):
    """The steps of an off-boarding, in their order; REOPEN takes the place of what is left when it is cancelled."""

    CLOSE = "close", _("Arbeitsbereich schließen")
    ARCHIVE = "archive", _("Archiv schreiben und prüfen")
    GRACE = "grace", _("Schonfrist abwarten")
    DROP = "drop", _("Datenbereich löschen")
    REMOVE_FILES = "remove_files", _("Dateien und Zwischenspeicher löschen")
    REOPEN = "reopen", _("Arbeitsbereich wieder öffnen")


class ProblemCode(models.TextChoices):
    """What can be wrong with a field of a request."""

    MALFORMED = "malformed", _("nicht lesbar")
    UNKNOWN = "unknown", _("unbekannt")
    TAKEN = "taken", _("vergeben")
    RESERVED = "reserved", _("vorbehalten")
    INVALID = "invalid", _("ungültig")
    UNKNOWN_TEMPLATE = "unknown_template", _("Vorlage unbekannt")
