"""The fixed catalogue: which tables may ever be published. A new table is a reviewed change of this file.

Raise ``version`` with every change. A metric that is not listed here is collected, but never released.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kisi.core.facts import MetricKind, dimension, metric

Dimensions = tuple[str, ...]
TOTAL: Final[Dimensions] = ()
PERSON: Final = frozenset({"sex", "age_bracket"})


class Level(StrEnum):
    """What a row of a table stands for."""

    STATE = "state"
    DISTRICT = "district"
    MUNICIPALITY = "municipality"


LEVELS: Final = (Level.STATE, Level.DISTRICT, Level.MUNICIPALITY)
"""From the whole to the parts."""


class TooFine(ValueError):
    """A table of the catalogue shows more than the rules allow."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The tables of one metric by level, as tuples of axes.

    What is published for a level is published for the levels above, too. ``is_survey``: its figures
    come from respondents, so the rules for surveys apply.
    """

    metric: str
    state: tuple[Dimensions, ...]
    district: tuple[Dimensions, ...] = ()
    municipality: tuple[Dimensions, ...] = ()
    is_survey: bool = False

    @property
    def tables(self) -> Mapping[Level, tuple[Dimensions, ...]]:
        """Tables by level."""
        return {Level.STATE: self.state, Level.DISTRICT: self.district, Level.MUNICIPALITY: self.municipality}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All tables that are published."""

    version: int
    entries: tuple[Entry, ...]


VIEWS: Final[Dimensions] = ("perspective",)
NEEDS: Final[Dimensions] = ("topic", "perspective")

CATALOGUE: Final = Catalogue(
    version=2,
    entries=(
        Entry("accounts.active", state=(TOTAL, ("role",)), district=(TOTAL,), municipality=(TOTAL,)),
        Entry(
            "surveys.responses",
            state=(TOTAL, VIEWS, ("channel",), ("language",), ("sex", "age_bracket")),
            district=(TOTAL, VIEWS),
            municipality=(TOTAL, VIEWS),
            is_survey=True,
        ),
        Entry("surveys.need_seen", state=(NEEDS,), district=(NEEDS,), municipality=(NEEDS,), is_survey=True),
        # A town states a handful of needs in a half-year: whose they are is told for the whole state only.
        Entry("needs.stated", state=(TOTAL, ("topic",))),
        Entry("needs.decided", state=(TOTAL, ("topic",))),
    ),
)


def check_catalogue(catalogue: Catalogue) -> None:
    """Hold the catalogue against the rules.

    Raises ``TooFine`` for a table that no release may contain, ``LookupError`` for an unknown metric or
    breakdown, ``ValueError`` for two entries of one metric.
    """
    keys = [entry.metric for entry in catalogue.entries]
    if len(set(keys)) != len(keys):
        raise ValueError("a metric stands in the catalogue twice")
    for entry in catalogue.entries:
        for level, tables in entry.tables.items():
            for axes in tables:
                _check_table(entry.metric, level, frozenset(axes))
        _check_nesting(entry)


def _check_table(key: str, level: Level, axes: frozenset[str]) -> None:
    declared = metric(key)
    if declared.breakdown_of(axes) is None:
        raise LookupError(f"{key} has no breakdown by {' × '.join(sorted(axes)) or 'nothing'}")
    if level is Level.MUNICIPALITY and axes >= PERSON:
        raise TooFine(f"{key}: municipality × sex × age")
    if any(dimension(axis).pattern for axis in axes):
        raise TooFine(f"{key}: an axis whose values are not all known beforehand")
    if level is not Level.STATE and any(dimension(axis).is_origin for axis in axes):
        raise TooFine(f"{key}: origin below state level")
    if level is Level.MUNICIPALITY and declared.kind is MetricKind.AMOUNT:
        raise TooFine(f"{key}: the amount of one municipality")


def _check_nesting(entry: Entry) -> None:
    shown = {level: {frozenset(axes) for axes in tables} for level, tables in entry.tables.items()}
    if not shown[Level.MUNICIPALITY] <= shown[Level.DISTRICT] <= shown[Level.STATE]:
        raise ValueError(f"{entry.metric}: a table of a part is missing for the whole")
