"""What the API says about metrics: their definitions as they hold now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from kisi.core.facts import Direction, MetricKind
from shared.metrics.models import MetricDefinition


class BreakdownSerializer(serializers.Serializer):
    """One table of a metric."""

    by = serializers.ListField(child=serializers.CharField(), help_text="Merkmale, nach denen unterschieden wird.")
    adds_up = serializers.BooleanField(help_text="Die Zellen ergeben zusammen die Gesamtzahl.")


class MetricSerializer(serializers.Serializer):
    """A metric with everything that explains it."""

    key = serializers.CharField(help_text="Name für Programme; ändert sich nie.")
    name = serializers.CharField()
    unit = serializers.CharField(help_text="Einheit.")
    kind = serializers.ChoiceField(choices=MetricKind.choices)
    definition = serializers.CharField(help_text="Was genau gezählt wird.")
    numerator = serializers.CharField(help_text="Zähler in Worten.")
    denominator = serializers.CharField(allow_blank=True, help_text="Nenner in Worten; leer, wenn es keinen gibt.")
    why_it_matters = serializers.CharField(help_text="Wozu die Kennzahl dient.")
    direction = serializers.ChoiceField(choices=Direction.choices, help_text="Ob mehr oder weniger besser ist.")
    minimum_denominator = serializers.IntegerField(
        min_value=0, help_text="Kleinster Nenner, ab dem ein Anteil für eine Kommune gezeigt wird."
    )
    breakdowns = BreakdownSerializer(many=True)
    version = serializers.IntegerField(min_value=1, help_text="Steigt, wenn Zahlen nicht mehr vergleichbar sind.")
    revision = serializers.IntegerField(min_value=1, help_text="Zählt die Fassungen des Wortlauts.")
    source = serializers.CharField(help_text="Woher die Zahlen kommen.")  # type: ignore[assignment]
    authored_on = serializers.DateField()
    checked_by = serializers.CharField(allow_blank=True)
    checked_on = serializers.DateField(allow_null=True)
    review_on = serializers.DateField(help_text="Nächste Überprüfung.")
    annex_no = serializers.CharField(allow_blank=True, help_text="Nummer im Anhang VIII der Verordnung (EU) 2021/1147.")
    code = serializers.CharField(allow_blank=True, help_text="Kurzzeichen im Berichtssystem.")


def metric_answers(rows: Sequence[MetricDefinition]) -> list[dict[str, Any]]:
    """The representations of several metrics."""
    return [dict(MetricSerializer({**row.content, "revision": row.revision}).data) for row in rows]
