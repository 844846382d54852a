"""Copies of central templates with their origin: key and version, never a foreign key to the library."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Adoption(models.Model):
    """One version of a template, copied on the day the municipality took it over."""

    template_key = models.CharField(_("Vorlage"), max_length=80)
    version = models.PositiveIntegerField(_("Version"))
    kind = models.CharField(_("Art"), max_length=20)
    title = models.CharField(_("Titel"), max_length=200)
    content = models.JSONField(_("Inhalt"))
    adopted_at = models.DateTimeField(_("übernommen am"), auto_now_add=True)
    adopted_by = models.CharField(_("übernommen von"), max_length=200)

    class Meta:
        verbose_name = _("übernommene Vorlage")
        verbose_name_plural = _("übernommene Vorlagen")
        ordering = ["title", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["template_key", "version"], name="adoption_of_a_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="adoption_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.title} · Version {self.version}"
