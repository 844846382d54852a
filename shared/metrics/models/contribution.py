"""What crosses the border of a town's schema: numbers, written by the town's own database role.

Row security keyed on the role decides who sees what (migration 0001): a town reads and writes its own
rows and nobody else's, whatever statement it sends. ``role`` is the town's database role, which has the
name of its schema; ``ags`` is stamped by a trigger, so that no town can speak for another.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared.metrics.vocabulary import FillStatus


class Contribution(models.Model):
    """One number of one town: a metric's cell in a period.

    ``collected_at`` is when it was first counted as it is; when that was last confirmed stands in the fill state.
    """

    role = models.CharField(_("Datenbankrolle"), max_length=63)
    ags = models.CharField(_("AGS"), max_length=8)
    metric = models.CharField(_("Kennzahl"), max_length=80)
    period = models.CharField(_("Zeitraum"), max_length=7)
    cell = models.CharField(_("Zelle"), max_length=300, blank=True)
    numerator = models.BigIntegerField(_("Zähler"))
    denominator = models.BigIntegerField(_("Nenner"), null=True)
    definition = models.CharField(_("Prüfsumme der Definition"), max_length=16)
    version = models.PositiveIntegerField(_("Fassung der Kennzahl"))
    collected_at = models.DateTimeField(_("erhoben am"))

    class Meta:
        verbose_name = _("Beitrag einer Kommune")
        verbose_name_plural = _("Beiträge der Kommunen")
        ordering = ["metric", "period", "ags", "cell"]
        constraints = [
            models.UniqueConstraint(fields=["role", "period", "metric", "cell"], name="contribution_once"),
            models.CheckConstraint(condition=models.Q(numerator__gte=0), name="contribution_counts_from_zero"),
            models.CheckConstraint(
                condition=models.Q(denominator=None)
                | models.Q(denominator__isnull=False, denominator__gte=models.F("numerator")),
                name="contribution_is_part_of_whole",
            ),
        ]
        indexes = [models.Index(fields=["period", "metric"], name="contribution_by_period")]

    def __str__(self) -> str:
        return f"{self.ags} {self.metric} {self.period} {self.cell}"


class FillState(models.Model):
    """How far one collector got in one town for one period.

    A success is written by the town itself together with its numbers, a failure centrally (the town's
    transaction is gone then). ``fingerprint`` stands for the data the numbers were counted from.
    ``error`` names the kind of fault and never repeats data.
    """

    role = models.CharField(_("Datenbankrolle"), max_length=63)
    ags = models.CharField(_("AGS"), max_length=8)
    collector = models.CharField(_("Erhebung"), max_length=120)
    period = models.CharField(_("Zeitraum"), max_length=7)
    status = models.CharField(_("Stand"), max_length=10, choices=FillStatus)
    fingerprint = models.CharField(_("Prüfsumme der Daten"), max_length=32, blank=True)
    started_at = models.DateTimeField(_("begonnen"))
    finished_at = models.DateTimeField(_("zuletzt gelungen"), null=True, blank=True)
    figures = models.PositiveIntegerField(_("Zahlen"), default=0)
    attempts = models.PositiveIntegerField(_("vergebliche Versuche"), default=0)
    next_attempt_at = models.DateTimeField(_("nächster Versuch"), null=True, blank=True)
    error = models.CharField(_("Fehler"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Füllstand")
        verbose_name_plural = _("Füllstände")
        ordering = ["period", "ags", "collector"]
        constraints = [models.UniqueConstraint(fields=["role", "period", "collector"], name="fill_state_once")]

    def __str__(self) -> str:
        return f"{self.ags} {self.collector} {self.period}: {self.get_status_display()}"
