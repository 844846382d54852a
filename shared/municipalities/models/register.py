"""The official register in the database: districts, versions of municipalities, and what became of them.

The AGS is a key that changes hands over time, so no table points at it with a foreign key: rows carry the
AGS and are joined by it and by a day. ``valid_to`` is the first day on which a version no longer holds
(half-open).
"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shared.municipalities.register.ags import AGS_PATTERN, DISTRICT_PATTERN
from shared.municipalities.register.ordering import german_sort_key
from shared.municipalities.register.succession import Succession, resolve_successor
from shared.municipalities.register.words import ChangeKind, DistrictKind, MunicipalityKind, Origin

MUNICIPALITY_KINDS = (
    (MunicipalityKind.INDEPENDENT_CITY.value, _("Kreisfreie Stadt")),
    (MunicipalityKind.TOWN.value, _("Stadt")),
    (MunicipalityKind.MUNICIPALITY.value, _("Gemeinde")),
)
DISTRICT_KINDS = (
    (DistrictKind.DISTRICT.value, _("Landkreis")),
    (DistrictKind.INDEPENDENT_CITY.value, _("Kreisfreie Stadt")),
)
CHANGE_KINDS = (
    (ChangeKind.MERGER.value, _("Zusammenschluss")),
    (ChangeKind.INCORPORATION.value, _("Eingliederung")),
    (ChangeKind.RENAMING.value, _("Umbenennung")),
    (ChangeKind.RECODING.value, _("Neuer Schlüssel")),
)
ORIGINS = (
    (Origin.SHIPPED.value, _("mitgelieferte Daten")),
    (Origin.GV100AD.value, _("amtliche Datei GV100AD")),
)

ags_validator = RegexValidator(AGS_PATTERN, _("Bitte geben Sie einen hessischen Schlüssel mit 8 Ziffern an."))


def _origin() -> models.CharField[str, str]:
    return models.CharField(_("Herkunft"), max_length=10, choices=ORIGINS, default=Origin.SHIPPED.value)


def district_label(name: str, kind: str) -> str:
    """A district's name as people say it.

    "Landkreis Fulda", "Wetteraukreis", "Stadt Kassel" for the kreisfreie Stadt.
    """
    if kind == DistrictKind.INDEPENDENT_CITY:
        return f"Stadt {name}"
    return name if name.lower().endswith("kreis") else f"Landkreis {name}"


class District(models.Model):
    """A Landkreis or kreisfreie Stadt; ``ags5`` is its natural key."""

    id = models.BigAutoField(primary_key=True)
    ags5 = models.CharField(_("Schlüssel"), max_length=5, unique=True)
    name = models.CharField(_("Name"), max_length=100)
    kind = models.CharField(_("Art"), max_length=20, choices=DISTRICT_KINDS)
    region = models.CharField(_("Regierungsbezirk"), max_length=50)
    origin = _origin()
    sort_key = models.CharField(_("Sortierschlüssel"), max_length=100, editable=False, db_collation="C")

    objects: models.Manager[District] = models.Manager()

    class Meta:
        verbose_name = _("Landkreis oder kreisfreie Stadt")
        verbose_name_plural = _("Landkreise und kreisfreie Städte")
        ordering = ("sort_key", "ags5")
        constraints = [
            models.CheckConstraint(condition=Q(ags5__regex=DISTRICT_PATTERN), name="district_key_is_hessian"),
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the sort key in step with the name."""
        self.sort_key = german_sort_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def label(self) -> str:
        """The name as people say it."""
        return district_label(self.name, self.kind)


class RegisteredMunicipalityQuerySet(models.QuerySet["RegisteredMunicipality"]):
    """Reading the versions."""

    def current(self) -> Self:
        """The versions that hold today, one for each municipality."""
        return self.filter(valid_to__isnull=True)

    def on(self, day: date) -> Self:
        """The versions that held on ``day``; the register begins with the status of 1 January 2016."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)

    def by_ags(self, ags: str) -> Self:
        """All versions under this key, the oldest first."""
        return self.filter(ags=ags).order_by("valid_from")

    def successor_of(self, ags: str, day: date) -> RegisteredMunicipality | None:
        """The municipality that stood on ``day`` for what ``ags`` once named (itself when nothing happened).

        Raises:
            AmbiguousSuccessor: the territory went to several municipalities.
        """
        return self.on(day).filter(ags=TerritorialChange.objects.successor_of(ags, day)).first()


class RegisteredMunicipality(models.Model):
    """One municipality for as long as its key, name and kind stayed the same."""

    id = models.BigAutoField(primary_key=True)
    ags = models.CharField(_("AGS"), max_length=8, validators=[ags_validator])
    name = models.CharField(_("Name"), max_length=100)
    epithet = models.CharField(_("Zusatzbezeichnung"), max_length=100, blank=True)
    kind = models.CharField(_("Art"), max_length=20, choices=MUNICIPALITY_KINDS)
    district_ags = models.CharField(_("Kreisschlüssel"), max_length=5)
    population = models.PositiveIntegerField(_("Einwohnerzahl"), null=True, blank=True)
    population_as_of = models.DateField(_("Stichtag der Einwohnerzahl"), null=True, blank=True)
    population_source = models.CharField(_("Quelle der Einwohnerzahl"), max_length=100, blank=True)
    latitude = models.FloatField(_("Breite"), null=True, blank=True)
    longitude = models.FloatField(_("Länge"), null=True, blank=True)
    valid_from = models.DateField(_("gültig ab"))
    valid_to = models.DateField(_("nicht mehr gültig ab"), null=True, blank=True)
    attested_on = models.DateField(_("belegt zum Gebietsstand"))
    origin = _origin()
    sort_key = models.CharField(_("Sortierschlüssel"), max_length=100, editable=False, db_collation="C")

    objects = RegisteredMunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("Gemeinde im Gemeindeverzeichnis")
        verbose_name_plural = _("Gemeinden im Gemeindeverzeichnis")
        ordering = ("sort_key", "ags", "valid_from")
        constraints = [
            models.UniqueConstraint(fields=["ags", "valid_from"], name="registered_version_once"),
            models.UniqueConstraint(fields=["ags"], condition=Q(valid_to=None), name="registered_one_current_version"),
            models.CheckConstraint(condition=Q(ags__regex=AGS_PATTERN), name="registered_ags_is_hessian"),
            models.CheckConstraint(
                condition=Q(ags__startswith=F("district_ags")), name="registered_district_begins_the_ags"
            ),
            models.CheckConstraint(
                condition=Q(district_ags__regex=DISTRICT_PATTERN), name="registered_district_is_hessian"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="registered_ends_after_it_begins",
            ),
            models.CheckConstraint(
                # Said outright that both are there: a CHECK that compares with NULL lets the row pass.
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    latitude__range=(49, 52),
                    longitude__isnull=False,
                    longitude__range=(7, 11),
                ),
                name="registered_centre_is_in_hesse",
            ),
        ]
        indexes = [models.Index(fields=["district_ags"], name="registered_district")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep the sort key in step with the name."""
        self.sort_key = german_sort_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class TerritorialChangeQuerySet(models.QuerySet["TerritorialChange"]):
    """Following the changes."""

    def confirmed(self) -> Self:
        """Changes whose keys are official; the others wait for the official file."""
        return self.filter(confirmed=True)

    def successor_of(self, ags: str, day: date) -> str:
        """The key that stood on ``day`` for what ``ags`` once named, through any number of confirmed changes.

        Raises:
            AmbiguousSuccessor: the territory went to several municipalities.
        """
        rows = self.confirmed().filter(effective_on__lte=day)
        keys = rows.values_list("predecessor_ags", "successor_ags", "effective_on")
        return resolve_successor(ags, day, (Succession(*row) for row in keys))


class TerritorialChange(models.Model):
    """One predecessor became one successor on a day.

    A merger of four is four rows, a renaming keeps the key.
    """

    id = models.BigAutoField(primary_key=True)
    predecessor_ags = models.CharField(_("AGS bisher"), max_length=8, validators=[ags_validator])
    successor_ags = models.CharField(_("AGS danach"), max_length=8, validators=[ags_validator])
    kind = models.CharField(_("Art der Änderung"), max_length=20, choices=CHANGE_KINDS)
    effective_on = models.DateField(_("wirksam ab"))
    confirmed = models.BooleanField(_("amtlich bestätigt"), default=True)
    source = models.CharField(_("Quelle"), max_length=200)
    note = models.TextField(_("Anmerkung"), blank=True)
    origin = _origin()

    objects = TerritorialChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Gebietsänderung")
        verbose_name_plural = _("Gebietsänderungen")
        ordering = ("effective_on", "predecessor_ags", "successor_ags")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor_ags", "successor_ags", "effective_on"], name="territorial_change_once"
            ),
            models.CheckConstraint(
                condition=Q(predecessor_ags__regex=AGS_PATTERN) & Q(successor_ags__regex=AGS_PATTERN),
                name="territorial_change_is_hessian",
            ),
            models.CheckConstraint(
                condition=(Q(kind=ChangeKind.RENAMING.value) & Q(predecessor_ags=F("successor_ags")))
                | (~Q(kind=ChangeKind.RENAMING.value) & ~Q(predecessor_ags=F("successor_ags"))),
                name="territorial_change_keeps_key_only_when_renamed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_ags} → {self.successor_ags} ({self.effective_on:%d.%m.%Y})"
