"""What visitors report as a barrier (HVBIT § 4 (2) no. 2)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_MESSAGE = 5_000


class AccessibilityFeedback(models.Model):
    """One report. The address is given freely, for the answer only; the row is deleted after a period."""

    message = models.TextField(_("Meldung"), max_length=LONGEST_MESSAGE)
    page = models.CharField(_("Seite"), max_length=300, blank=True)
    email = models.EmailField(_("E-Mail-Adresse"), max_length=254, blank=True)
    language = models.CharField(_("Sprache"), max_length=12, default="de")
    created_at = models.DateTimeField(_("eingegangen"), auto_now_add=True)
    answered_at = models.DateTimeField(_("erledigt"), null=True, editable=False)

    class Meta:
        verbose_name = _("Rückmeldung zur Barrierefreiheit")
        verbose_name_plural = _("Rückmeldungen zur Barrierefreiheit")
        indexes = [models.Index(fields=["created_at"], name="site_feedback_age")]

    def __str__(self) -> str:
        return f"Rückmeldung {self.pk}"
