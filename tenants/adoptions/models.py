"""Copies of central templates with their origin – key and version, never a foreign key – and decisions about them."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kisi.core.text_search import TextSearch
from tenants.adoptions.vocabulary import Choice

SEARCH: Final = TextSearch(title="A", template_key="C")
"""What a municipality's own copy is found by: the title it had when it was taken over."""


class Adoption(models.Model):
    """One version of a template, copied on the day the municipality took it over."""

    template_key = models.CharField(_("Vorlage"), max_length=80)
    version = models.PositiveIntegerField(_("Fassung"))
    kind = models.CharField(_("Art"), max_length=20)
    title = models.CharField(_("Titel"), max_length=200)
    content = models.JSONField(_("Inhalt"))
    adopted_at = models.DateTimeField(_("übernommen am"), auto_now_add=True)
    adopted_by = models.CharField(_("übernommen von"), max_length=200)

    class Meta:
        verbose_name = _("übernommene Vorlage")
        verbose_name_plural = _("übernommene Vorlagen")
        ordering = ["title", "-version"]
        indexes = [SEARCH.index("adoption_text")]
        constraints = [
            models.UniqueConstraint(fields=["template_key", "version"], name="adoption_of_a_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="adoption_version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.title} · Fassung {self.version}"


class Decision(models.Model):
    """What the municipality decided about a version it was offered, and why. The latest one for a version counts."""

    template_key = models.CharField(_("Vorlage"), max_length=80, db_index=True)
    version = models.PositiveIntegerField(_("Fassung"))
    choice = models.CharField(_("Entscheidung"), max_length=10, choices=Choice)
    reason = models.TextField(_("Begründung"), blank=True)
    remind_on = models.DateField(_("erinnern am"), null=True, blank=True)
    decided_at = models.DateTimeField(_("entschieden am"), auto_now_add=True)
    decided_by = models.CharField(_("entschieden von"), max_length=200)

    class Meta:
        verbose_name = _("Entscheidung über eine Fassung")
        verbose_name_plural = _("Entscheidungen über Fassungen")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(choice="later", remind_on__isnull=False) | (~Q(choice="later") & Q(remind_on=None)),
                name="decision_later_has_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.template_key} · {self.version} · {self.get_choice_display()}"
