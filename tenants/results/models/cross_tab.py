"""Cross-tabs as they were first shown."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.results.vocabulary import Crossing


class CrossTab(models.Model):
    """A question by a group, protected, as it was first shown; ``table`` is what ``ProtectedTable`` holds.

    It follows neither later sheets nor other limits: two tables of the same people, each safe by itself, tell together
    what one of them protects. Protected numbers are not in it.
    """

    wave = models.ForeignKey(
        "surveys.Wave", on_delete=models.CASCADE, related_name="cross_tabs", verbose_name=_("Welle")
    )
    question_code = models.CharField(_("Frage"), max_length=40)
    by = models.CharField(_("aufgeteilt nach"), max_length=20, choices=Crossing)
    table = models.JSONField(_("Zahlen"))
    smallest_cell = models.PositiveIntegerField(_("kleinste gezeigte Zahl"))
    sheets = models.PositiveIntegerField(_("Antwortbögen"))
    fixed_on = models.DateField(_("festgehalten am"))

    class Meta:
        verbose_name = _("Kreuztabelle")
        verbose_name_plural = _("Kreuztabellen")
        constraints = [models.UniqueConstraint(fields=["wave", "question_code", "by"], name="cross_tab_fixed_once")]

    def __str__(self) -> str:
        return f"{self.question_code} · {self.get_by_display()}"
