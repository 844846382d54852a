"""Units and decimals of compared figures, the same for municipalities and for the ministry."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from kisi.core.facts import Metric, MetricKind
from kisi.ui.templatetags.kisi_ui import german

UNITS: Final = {MetricKind.RATIO: "%", MetricKind.AMOUNT: "€"}


def places_of(declared: Metric) -> int:
    """Decimals that say something: quartiles of rounded counts are no more exact than whole numbers."""
    return {MetricKind.RATIO: 1, MetricKind.AMOUNT: 2}.get(declared.kind, 0)


def rounded(declared: Metric, value: Decimal) -> Decimal:
    """A band's value as it is written, so that a chart and its sentence never differ in the last digit."""
    return round(value, places_of(declared))


def in_words(declared: Metric, value: Decimal) -> str:
    """A value with its unit."""
    unit = UNITS.get(declared.kind, "")
    return f"{german(rounded(declared, value), places_of(declared))} {unit}".rstrip()
