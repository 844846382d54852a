"""The exact totals of the whole state for the report to the Commission: which are given, and what that tells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kisi.core.facts import cell_of, metric
from shared.disclosure import Key, Level, Part, Thresholds
from shared.disclosure.structure import STATE_AREA, cells_of
from shared.metrics.models import AmifTotal
from shared.metrics.releasing.inputs import Inputs

TABLES: Final = ((), ("sex",), ("age_bracket",), ("age_bracket", "sex"))
"""In all, by sex, by age bracket, by both: never by area."""


def exact_totals(inputs: Inputs, thresholds: Thresholds) -> dict[Key, int]:
    """The totals that the AMIF report needs, of metrics to which enough municipalities contribute."""
    found: dict[Key, int] = {}
    wanted = {frozenset(axes) for axes in TABLES}
    withheld = totals_of_few(inputs, thresholds)
    for key, towns in inputs.towns.figures.items():
        if not metric(key).annex_no or key in withheld:
            continue
        for cells in towns.values():
            for cell, numbers in cells.items():
                if frozenset(cell_of(cell)) in wanted:
                    for part, number in zip((Part.NUMERATOR, Part.DENOMINATOR), numbers, strict=True):
                        place = Key(key, part, Level.STATE, STATE_AREA, cell)
                        found[place] = found.get(place, 0) + number
    return found


def totals_of_few(inputs: Inputs, thresholds: Thresholds) -> set[str]:
    """Indicators whose exact total would be the figure of one municipality, or of two that know each other's.

    What has neither sex nor age brackets is not about persons: how many municipalities are supported.
    """
    return {
        key
        for key, towns in inputs.towns.figures.items()
        if metric(key).annex_no
        and len(towns) < thresholds.amif_municipalities
        and any({"sex", "age_bracket"} & set(table.dimensions) for table in metric(key).breakdowns)
    }


def known_from(given: Iterable[str]) -> frozenset[Key]:
    """What somebody knows exactly who was given the totals of these metrics: a cell that is not there is a zero."""
    found: set[Key] = set()
    for name in set(given):
        declared = metric(name)
        for axes in TABLES:
            if declared.breakdown_of(frozenset(axes)) is not None:
                for part in Part:
                    found |= {Key(name, part, Level.STATE, STATE_AREA, cell) for cell in cells_of(axes)}
    return frozenset(found)


def known_of_release(release_id: int) -> frozenset[Key]:
    """What an earlier release has told the reporting role exactly."""
    names = AmifTotal.objects.filter(release=release_id).order_by().values_list("metric", flat=True).distinct()
    return known_from(name for name in names if _is_declared(name))


def _is_declared(name: str) -> bool:
    try:
        metric(name)
    except LookupError:
        return False
    return True
