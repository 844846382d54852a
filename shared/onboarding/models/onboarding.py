"""A municipality comes on board."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shared.municipalities.models import Municipality
from shared.onboarding.models.jobs import Job, JobStep
from shared.onboarding.vocabulary import OPEN_STATUSES

_OPEN = Q(status__in=[status.value for status in OPEN_STATUSES])


class Onboarding(Job):
    """The job of bringing one municipality on board.

    The row itself is the reservation: while it is open, nobody else can have the AGS or the slug.
    ``templates`` is a list of ``{"key", "version"}``, settled when the job was requested, so that a
    retry weeks later adopts what was promised. ``municipality`` is empty until its schema exists.
    """

    coordinator_email = models.EmailField(_("E-Mail der Koordination"), blank=True)
    coordinator_name = models.CharField(_("Name der Koordination"), max_length=150, blank=True)
    templates = models.JSONField(_("Vorlagen"), default=list, blank=True)
    is_demo = models.BooleanField(_("Teil der Demo-Auswahl"), default=False)
    municipality = models.OneToOneField(
        Municipality,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="onboarding",
        verbose_name=_("Kommune"),
    )

    class Meta:
        verbose_name = _("Aufnahme einer Kommune")
        verbose_name_plural = _("Aufnahmen von Kommunen")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["ags"], condition=_OPEN, name="onboarding_ags_once_open"),
            models.UniqueConstraint(fields=["slug"], condition=_OPEN, name="onboarding_slug_once_open"),
        ]
        indexes = [models.Index(fields=["next_attempt_at"], condition=_OPEN, name="onboarding_open")]


class OnboardingStep(JobStep):
    """A step of an onboarding."""

    onboarding = models.ForeignKey(Onboarding, on_delete=models.CASCADE, related_name="steps")

    class Meta(JobStep.Meta):
        verbose_name = _("Schritt einer Aufnahme")
        verbose_name_plural = _("Schritte von Aufnahmen")
        constraints = [models.UniqueConstraint(fields=["onboarding", "name"], name="onboarding_step_once")]
