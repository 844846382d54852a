"""Releases (Veröffentlichungsstände): what the ministry sees. Frozen from birth, a trigger refuses every change.

A correction is a later release of the same period, whose differences are shown.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from shared.metrics.vocabulary import OPEN, FigureLevel, HiddenBecause, JobStatus


class Release(models.Model):
    """One frozen state of all figures of a period; ``number`` counts the releases of the period from 1.

    ``thresholds`` (``shared.disclosure.Thresholds``), ``catalogue_version``, ``seed``, ``solver`` and
    ``input_hash`` are what it can be computed again from. ``missing`` lists the municipalities that should
    have reported and did not: ``[{"ags", "name", "collectors"}]``. ``protocol`` counts attempts and attacks
    and lists what is withheld: ``withheld`` (``shared.disclosure.Withheld``) and ``totals_withheld`` (metric → why).
    """

    period = models.CharField(_("Zeitraum"), max_length=7)
    number = models.PositiveIntegerField(_("Nummer"))
    cut_off = models.DateField(_("Stichtag"))
    is_interim = models.BooleanField(_("Zwischenstand vor dem Stichtag"))
    frozen_at = models.DateTimeField(_("eingefroren am"))
    requested_by = models.CharField(_("veranlasst von"), max_length=200)
    towns_expected = models.PositiveIntegerField(_("Kommunen insgesamt"))
    towns_reported = models.PositiveIntegerField(_("Kommunen mit Zahlen"))
    missing = models.JSONField(_("fehlende Kommunen"))
    catalogue_version = models.PositiveIntegerField(_("Fassung des Tabellenkatalogs"))
    thresholds = models.JSONField(_("Schwellenwerte"))
    seed = models.CharField(_("Startwert"), max_length=40)
    solver = models.CharField(_("Rechenwerk"), max_length=40)
    input_hash = models.CharField(_("Prüfsumme der Eingaben"), max_length=64)
    protocol = models.JSONField(_("Rechenweg"))

    class Meta:
        verbose_name = _("Veröffentlichungsstand")
        verbose_name_plural = _("Veröffentlichungsstände")
        ordering = ["-cut_off", "-period", "-number"]
        constraints = [models.UniqueConstraint(fields=["period", "number"], name="release_number_once")]

    def __str__(self) -> str:
        return f"{self.period} · Stand {self.number}"


class ReleasedFigure(models.Model):
    """One cell of a released table, rounded; without numbers where ``hidden_because`` says why.

    True values are less than ``reach`` away from what is shown. ``area`` is 06, a district's 5 or a
    municipality's 8 digits; ``towns`` is how many municipalities contribute to the row.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="figures", verbose_name=_("Stand"))
    metric = models.CharField(_("Kennzahl"), max_length=80)
    version = models.PositiveIntegerField(_("Fassung der Kennzahl"))
    level = models.CharField(_("Ebene"), max_length=12, choices=FigureLevel)
    area = models.CharField(_("Gebiet"), max_length=8)
    cell = models.CharField(_("Zelle"), max_length=300, blank=True)
    numerator = models.BigIntegerField(_("Zähler"), null=True)
    denominator = models.BigIntegerField(_("Nenner"), null=True)
    hidden_because = models.CharField(_("nicht gezeigt wegen"), max_length=20, choices=HiddenBecause, blank=True)
    base = models.PositiveIntegerField(_("gerundet auf Vielfache von"))
    reach = models.PositiveIntegerField(_("Abweichung kleiner als"))
    towns = models.PositiveIntegerField(_("beitragende Kommunen"))

    class Meta:
        verbose_name = _("veröffentlichte Zahl")
        verbose_name_plural = _("veröffentlichte Zahlen")
        ordering = ["metric", "level", "area", "cell"]
        constraints = [
            models.UniqueConstraint(fields=["release", "metric", "level", "area", "cell"], name="figure_once"),
            models.CheckConstraint(
                condition=models.Q(hidden_because="", numerator__isnull=False)
                | (~models.Q(hidden_because="") & models.Q(numerator=None, denominator=None)),
                name="figure_is_shown_or_hidden",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.area} {self.cell}"


class ReleaseInput(models.Model):
    """What a release was computed from, so that every figure can be reconciled; never leaves the centre."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="inputs", verbose_name=_("Stand"))
    metric = models.CharField(_("Kennzahl"), max_length=80)
    ags = models.CharField(_("AGS"), max_length=8)
    cells = models.JSONField(_("Zahlen"))

    class Meta:
        verbose_name = _("Eingabe eines Veröffentlichungsstands")
        verbose_name_plural = _("Eingaben von Veröffentlichungsständen")
        ordering = ["release", "metric", "ags"]
        constraints = [models.UniqueConstraint(fields=["release", "metric", "ags"], name="release_input_once")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.metric} {self.ags}"


class AmifTotal(models.Model):
    """An exact total of the whole state for the report to the Commission; every reading of it is recorded."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="amif_totals", verbose_name=_("Stand"))
    metric = models.CharField(_("Kennzahl"), max_length=80)
    annex_no = models.CharField(_("Nummer im Anhang VIII"), max_length=10)
    code = models.CharField(_("Kurzzeichen"), max_length=20, blank=True)
    cell = models.CharField(_("Zelle"), max_length=300, blank=True)
    numerator = models.BigIntegerField(_("Zähler"))
    denominator = models.BigIntegerField(_("Nenner"), null=True)

    class Meta:
        verbose_name = _("AMIF-Summe")
        verbose_name_plural = _("AMIF-Summen")
        ordering = ["annex_no", "metric", "cell"]
        constraints = [models.UniqueConstraint(fields=["release", "metric", "cell"], name="amif_total_once")]

    def __str__(self) -> str:
        return f"{self.annex_no} {self.cell}"


class ReleaseRun(models.Model):
    """The job that makes a release. Killed anywhere it is begun again; it ends with a release or an error."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    period = models.CharField(_("Zeitraum"), max_length=7)
    thresholds = models.JSONField(_("Schwellenwerte"))
    seed = models.CharField(_("Startwert"), max_length=40)
    status = models.CharField(_("Stand"), max_length=10, choices=JobStatus, default=JobStatus.QUEUED)
    requested_at = models.DateTimeField(_("veranlasst am"), auto_now_add=True)
    requested_by = models.CharField(_("veranlasst von"), max_length=200)
    touched_at = models.DateTimeField(_("zuletzt gemeldet"))
    starts = models.PositiveIntegerField(_("begonnen"), default=0)
    done_parts = models.PositiveIntegerField(_("erledigte Teile"), default=0)
    all_parts = models.PositiveIntegerField(_("alle Teile"), default=0)
    error = models.CharField(_("Fehler"), max_length=300, blank=True)
    release = models.ForeignKey(
        Release, on_delete=models.PROTECT, related_name="runs", null=True, verbose_name=_("Ergebnis")
    )

    class Meta:
        verbose_name = _("Auftrag für einen Veröffentlichungsstand")
        verbose_name_plural = _("Aufträge für Veröffentlichungsstände")
        ordering = ["-requested_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["period"], condition=models.Q(status__in=OPEN), name="release_one_open_run_a_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.get_status_display()}"
