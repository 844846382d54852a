"""Words of the operation: what the platform checks about itself, and where a check stands."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class CheckKind(models.TextChoices):
    """What the platform looks at by itself. How often says the setting ``KISI_CHECK_MINUTES``."""

    AUDIT = "audit", _("Prüfprotokolle unversehrt")
    RECONCILING = "reconciling", _("Kommunen und Datenbank stimmen überein")
    LOGINS = "logins", _("Datenbankrollen der Kommunen können sich anmelden")
    TABLES = "tables", _("Tabellen der Kommunen sind wie die Vorlage")
    MAIL = "mail", _("E-Mails werden zugestellt")


class CheckState(models.TextChoices):
    """Where a check stands."""

    QUEUED = "queued", _("wartet auf den Start")
    RUNNING = "running", _("läuft")
    DONE = "done", _("abgeschlossen")
    FAILED = "failed", _("fehlgeschlagen")


OPEN_STATES: Final = (CheckState.QUEUED, CheckState.RUNNING)
PROVISIONING_KINDS: Final = frozenset({CheckKind.RECONCILING, CheckKind.LOGINS, CheckKind.TABLES})
"""Checks that need the rights of the provisioner."""
