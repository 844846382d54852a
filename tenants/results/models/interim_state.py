"""What the report for the council last said of a wave that was not over."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class InterimState(models.Model):
    """The numbers a wave's interim reports are made from, until enough answers came for others.

    ``numbers`` are ``tenants.results.computing.interim.Numbers``: counts by answer, no sheet and no free text.
    """

    wave = models.OneToOneField(
        "surveys.Wave",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="interim_state",
        verbose_name=_("Welle"),
    )
    numbers = models.JSONField(_("Zahlen"))
    changed_at = models.DateTimeField(_("zuletzt geändert"), auto_now=True)

    class Meta:
        verbose_name = _("Zwischenstand des Berichts")
        verbose_name_plural = _("Zwischenstände des Berichts")

    def __str__(self) -> str:
        return f"Zwischenstand {self.pk}"
