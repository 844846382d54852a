"""Computing bands from released figures, without a database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import quantiles
from typing import Final

from shared.benchmarks.vocabulary import GroupKind

PLACES: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Released:
    """One released figure of one municipality; ``value`` None where the release shows none."""

    metric: str
    version: int
    cell: str
    ags: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class ComputedBand:
    """A band as ``Band`` stores it."""

    metric: str
    version: int
    cell: str
    group_kind: str
    group: str
    towns: int
    least: int
    lower: Decimal | None
    median: Decimal | None
    upper: Decimal | None


def bands_of(
    figures: Iterable[Released], groups: Mapping[str, Mapping[str, str]], *, least_of_all: int, least_of_group: int
) -> list[ComputedBand]:
    """The bands of every figure for every group there is. ``groups``: AGS → kind of group → group.

    A group without a single value has a band, too (of 0 municipalities), so that the page can say why.
    """
    found: dict[tuple[str, int, str, str, str], list[Decimal]] = defaultdict(list)
    for one in figures:
        for kind, group in groups.get(one.ags, {}).items():
            values = found[one.metric, one.version, one.cell, kind, group]
            if one.value is not None:
                values.append(one.value)
    return [
        _band(place, values, least_of_all if place[3] == GroupKind.ALL else least_of_group)
        for place, values in sorted(found.items())
    ]


def _band(place: tuple[str, int, str, str, str], values: list[Decimal], least: int) -> ComputedBand:
    if len(values) < least:
        return ComputedBand(*place, len(values), least, None, None, None)
    lower, median, upper = (cut.quantize(PLACES, ROUND_HALF_UP) for cut in quartiles(values))
    return ComputedBand(*place, len(values), least, lower, median, upper)


def quartiles(values: list[Decimal]) -> list[Decimal]:
    """Lower quartile, median, upper quartile; between two values in proportion (Hyndman and Fan, type 7)."""
    return quantiles(values, n=4, method="inclusive")
