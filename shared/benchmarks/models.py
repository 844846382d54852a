"""Bands: the only thing a municipality may read about others."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared.benchmarks.vocabulary import GroupKind
from shared.metrics.models import Release


def _value(label: Any) -> models.DecimalField[Decimal | None, Decimal | None]:
    return models.DecimalField(label, max_digits=20, decimal_places=2, null=True)


class Band(models.Model):
    """Median and quartiles of one figure over one peer group in one release; without numbers where too few report.

    Frozen with its release. Values are those released (rounded): counts, per cent, euros. ``towns`` is how
    many of the group show a value, ``least`` how many are needed. What a town must know of the release is
    repeated here, because it may not read releases.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="bands", verbose_name=_("Stand"))
    period = models.CharField(_("Zeitraum"), max_length=7)
    cut_off = models.DateField(_("Stichtag"))
    frozen_at = models.DateTimeField(_("eingefroren am"))
    metric = models.CharField(_("Kennzahl"), max_length=80)
    version = models.PositiveIntegerField(_("Fassung der Kennzahl"))
    cell = models.CharField(_("Zelle"), max_length=300, blank=True)
    group_kind = models.CharField(_("gebildet nach"), max_length=10, choices=GroupKind)
    group = models.CharField(_("Gruppe"), max_length=20, blank=True)
    towns = models.PositiveIntegerField(_("Kommunen mit Wert"))
    least = models.PositiveIntegerField(_("nötige Kommunen"))
    lower = _value(_("unteres Viertel"))
    median = _value(_("Median"))
    upper = _value(_("oberes Viertel"))

    class Meta:
        verbose_name = _("Vergleichsband")
        verbose_name_plural = _("Vergleichsbänder")
        ordering = ["metric", "cell", "group_kind", "group"]
        constraints = [
            models.UniqueConstraint(fields=["release", "metric", "cell", "group_kind", "group"], name="band_once"),
            models.CheckConstraint(
                condition=models.Q(towns__lt=models.F("least"), lower=None, median=None, upper=None)
                | models.Q(
                    towns__gte=models.F("least"), lower__isnull=False, median__isnull=False, upper__isnull=False
                ),
                name="band_only_of_enough_towns",
            ),
        ]
        indexes = [models.Index(fields=["-cut_off", "-frozen_at"], name="band_by_time")]

    def __str__(self) -> str:
        return f"{self.metric} {self.cell} {self.group_kind} {self.group}"
