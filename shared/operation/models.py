"""What the platform found out about itself, and what its own public pages say."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shared.operation.texts import DEFAULTS
from shared.operation.vocabulary import OPEN_STATES, CheckKind, CheckState


class Check(models.Model):
    """One look at the platform: a job, and its result.

    ``findings`` is a list of ``{"name", "problem"}``: what was found where, in German sentences, without
    personal data. ``checked`` is how many things were looked at.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("Prüfung"), max_length=20, choices=CheckKind)
    state = models.CharField(_("Stand"), max_length=10, choices=CheckState, default=CheckState.QUEUED)
    requested_by = models.CharField(_("veranlasst von"), max_length=150)
    requested_at = models.DateTimeField(_("angelegt"), default=timezone.now)
    woken_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(_("begonnen"), null=True, blank=True)
    finished_at = models.DateTimeField(_("beendet"), null=True, blank=True)
    checked = models.PositiveIntegerField(_("angesehen"), default=0)
    findings = models.JSONField(_("Befunde"), default=list, blank=True)
    problem = models.CharField(_("Fehler"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Prüfung der Plattform")
        verbose_name_plural = _("Prüfungen der Plattform")
        ordering = ["-requested_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(state__in=[state.value for state in OPEN_STATES]),
                name="operation_check_once_open",
            ),
        ]
        indexes = [models.Index(fields=["kind", "-requested_at"], name="operation_check_newest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_state_display()})"

    @property
    def is_open(self) -> bool:
        """Whether the result is still to come."""
        return self.state in OPEN_STATES

    @property
    def ok(self) -> bool:
        """Whether it ended and found nothing."""
        return self.state == CheckState.DONE and not self.findings


class PlatformTexts(models.Model):
    """The platform's own public texts, as data: one row, made when somebody changes a default.

    Plain text; an empty line begins a new paragraph. An empty text means the default's.
    """

    id = models.BigIntegerField(primary_key=True, default=1)
    about = models.TextField(_("Was KISI ist"), blank=True, max_length=5_000)
    imprint = models.TextField(_("Impressum"), blank=True, max_length=20_000)
    privacy = models.TextField(_("Datenschutz"), blank=True, max_length=50_000)
    accessibility = models.TextField(_("Erklärung zur Barrierefreiheit"), blank=True, max_length=50_000)
    contact_email = models.EmailField(_("E-Mail-Adresse für Rückmeldungen"), blank=True)

    class Meta:
        verbose_name = _("Texte der Plattform")
        verbose_name_plural = _("Texte der Plattform")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="operation_texts_one_row")]

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> PlatformTexts:
        """The row, or an empty one."""
        return cls.objects.first() or cls()

    def shown(self, name: str) -> str:
        """One text as it is shown: what somebody wrote, or the default."""
        return getattr(self, name) or DEFAULTS.get(name, "")


def finding(name: str, problem: str) -> dict[str, Any]:
    """One finding as it is stored."""
    return {"name": name, "problem": problem}
