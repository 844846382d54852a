"""What the API says about releases and their figures; nothing here is computed anew, all of it was frozen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from kisi.core.facts import cell_of
from kisi.core.periods import period_of
from shared.metrics.models import Release, ReleasedFigure
from shared.metrics.queries import area_names, value_of
from shared.metrics.vocabulary import FigureLevel, HiddenBecause


class MissingSerializer(serializers.Serializer):
    """A municipality whose figures are missing."""

    ags = serializers.CharField()
    name = serializers.CharField()


class ReleaseSerializer(serializers.Serializer):
    """One frozen release; a correction is a later release of the same period."""

    id = serializers.IntegerField(min_value=1)
    period = serializers.CharField(help_text="Zeitraum, etwa 2026-H1.")
    label = serializers.CharField(help_text="Zeitraum in Worten.")  # type: ignore[assignment]
    number = serializers.IntegerField(min_value=1, help_text="Zählt die Stände eines Zeitraums.")
    cut_off = serializers.DateField(help_text="Stichtag.")
    is_interim = serializers.BooleanField(help_text="Vor dem Stichtag eingefroren.")
    frozen_at = serializers.DateTimeField()
    municipalities_expected = serializers.IntegerField(min_value=0, source="towns_expected")
    municipalities_reported = serializers.IntegerField(min_value=0, source="towns_reported")
    missing = MissingSerializer(many=True, help_text="Kommunen, deren Zahlen fehlen; sie zählen nicht als Null.")
    catalogue_version = serializers.IntegerField(min_value=1, help_text="Fassung des Katalogs der Tabellen.")
    thresholds = serializers.DictField(
        child=serializers.IntegerField(), help_text="Schwellenwerte, nach denen gerundet und ausgeblendet wurde."
    )
    input_hash = serializers.CharField(help_text="Prüfsumme der Zahlen, aus denen der Stand entstand.")


class FigureSerializer(serializers.Serializer):
    """One released cell. A shown 0 means „0 bis 4“ at a base of 5."""

    metric = serializers.CharField()
    version = serializers.IntegerField(min_value=1)
    level = serializers.ChoiceField(choices=FigureLevel.choices)
    area = serializers.CharField(help_text="06, Kreisschlüssel oder AGS.")
    area_name = serializers.CharField()
    cell = serializers.DictField(child=serializers.CharField(), help_text="Merkmal → Ausprägung; leer: insgesamt.")
    value = serializers.FloatField(allow_null=True, help_text="Anzahl, Anteil in Prozent oder Betrag in Euro.")
    numerator = serializers.IntegerField(allow_null=True, help_text="Gerundeter Zähler.")
    denominator = serializers.IntegerField(allow_null=True, help_text="Gerundeter Nenner; nur bei Anteilen.")
    hidden_because = serializers.ChoiceField(
        choices=HiddenBecause.choices, allow_blank=True, help_text="Warum keine Zahl gezeigt wird; sonst leer."
    )
    base = serializers.IntegerField(min_value=1, help_text="Gerundet auf Vielfache davon.")
    reach = serializers.IntegerField(min_value=1, help_text="Der wahre Wert weicht um weniger als dies ab.")
    municipalities = serializers.IntegerField(min_value=0, source="towns", help_text="Beitragende Kommunen.")


def release_answers(rows: Sequence[Release]) -> list[dict[str, Any]]:
    """The representations of several releases."""
    return [release_answer(row) for row in rows]


def release_answer(row: Release) -> dict[str, Any]:
    """The representation of one release."""
    row.label = period_of(row.period).label  # type: ignore[attr-defined] # only for this answer
    return dict(ReleaseSerializer(row).data)


def figure_answers(rows: Sequence[ReleasedFigure]) -> list[dict[str, Any]]:
    """The representations of several figures, with two queries to the register."""
    names = area_names(row.area for row in rows)
    return [_figure(row, names[row.area]) for row in rows]


def _figure(row: ReleasedFigure, name: str) -> dict[str, Any]:
    values = {field: getattr(row, field) for field in ("metric", "version", "level", "area", "base", "reach", "towns")}
    values |= {field: getattr(row, field) for field in ("numerator", "denominator", "hidden_because")}
    values |= {"area_name": name, "cell": cell_of(row.cell), "value": value_of(row)}
    return dict(FigureSerializer(values).data)
