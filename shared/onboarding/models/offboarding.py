"""A municipality leaves."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared.municipalities.models import Municipality
from shared.onboarding.models.jobs import Job, JobStep
from shared.onboarding.vocabulary import OPEN_STATUSES

_OPEN = Q(status__in=[status.value for status in OPEN_STATUSES])


class Offboarding(Job):
    """The job of letting one municipality go: closed, archived, kept for the grace period, dropped.

    ``due_at`` is the day from which the schema may be dropped; it is set anew when the archive is done,
    so that the grace period is never shorter than promised. ``archive_file`` is relative to the
    setting ``KISI_ARCHIVE_ROOT``.
    """

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="offboardings", verbose_name=_("Kommune")
    )
    previous_status = models.CharField(_("Status davor"), max_length=20)
    grace_days = models.PositiveIntegerField(_("Schonfrist in Tagen"))
    due_at = models.DateTimeField(_("Löschung ab"))
    archive_file = models.CharField(_("Archiv"), max_length=300, blank=True)
    archive_sha256 = models.CharField(_("Prüfsumme des Archivs"), max_length=64, blank=True)
    archive_bytes = models.PositiveBigIntegerField(_("Größe des Archivs"), null=True, blank=True)
    archived_at = models.DateTimeField(_("archiviert"), null=True, blank=True)

    class Meta:
        verbose_name = _("Verabschiedung einer Kommune")
        verbose_name_plural = _("Verabschiedungen von Kommunen")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["municipality"], condition=_OPEN, name="offboarding_once_open"),
        ]
        indexes = [models.Index(fields=["next_attempt_at"], condition=_OPEN, name="offboarding_open")]


class OffboardingStep(JobStep):
    """A step of an off-boarding."""

    offboarding = models.ForeignKey(Offboarding, on_delete=models.CASCADE, related_name="steps")

    class Meta(JobStep.Meta):
        verbose_name = _("Schritt einer Verabschiedung")
        verbose_name_plural = _("Schritte von Verabschiedungen")
        constraints = [models.UniqueConstraint(fields=["offboarding", "name"], name="offboarding_step_once")]
