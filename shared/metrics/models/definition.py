"""The definitions as they were at any time: code is the source, these rows are its history."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MetricDefinition(models.Model):
    """One wording of one metric; the current one has no ``replaced_at``.

    ``version`` comes from the code and tells whether figures are comparable; ``revision`` counts the
    wordings. ``content`` is ``kisi.core.facts.Metric.content()``.
    """

    key = models.CharField(_("Schlüssel"), max_length=80)
    version = models.PositiveIntegerField(_("Fassung"))
    revision = models.PositiveIntegerField(_("Wortlaut Nr."))
    digest = models.CharField(_("Prüfsumme"), max_length=16)
    content = models.JSONField(_("Definition"))
    introduced_at = models.DateTimeField(_("gültig seit"), auto_now_add=True)
    replaced_at = models.DateTimeField(_("ersetzt am"), null=True, blank=True)

    class Meta:
        verbose_name = _("Kennzahl")
        verbose_name_plural = _("Kennzahlen")
        ordering = ["key", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["key", "revision"], name="metric_revision_once"),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(replaced_at=None), name="metric_one_current_definition"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} · Wortlaut {self.revision}"
