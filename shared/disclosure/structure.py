"""The cells of all tables and the sums between them, cut into parts that have nothing to do with each other.

Beside the published cells every town's own cells are there, even where the catalogue does not publish
them: an attacker knows that the whole is their sum, and a town knows its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise, product
from typing import Final, NamedTuple

from kisi.core.facts import MetricKind, cell_key, cell_of, dimension, metric
from shared.disclosure.catalogue import LEVELS, Catalogue, Dimensions, Entry, Level

STATE_AREA: Final = "06"


class Part(StrEnum):
    """A ratio has two counts, everything else one."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"


class Key(NamedTuple):
    """The name of a cell; ``area`` is ``06``, a district's 5 or a municipality's 8 digits."""

    metric: str
    part: Part
    level: Level
    area: str
    cell: str


@dataclass(frozen=True, slots=True)
class Towns:
    """What the towns reported: metric → AGS → cell → (numerator, denominator).

    A town that is not listed under a metric did not report it; a cell that is not listed is a zero.
    """

    figures: Mapping[str, Mapping[str, Mapping[str, tuple[int, int]]]]
    district_of: Mapping[str, str]


@dataclass(slots=True)
class Structure:
    """Cells that hang together: ``sums`` are (total, parts), ``orders`` (numerator, denominator), by index."""

    keys: list[Key] = field(default_factory=list)
    values: list[int] = field(default_factory=list)
    published: list[bool] = field(default_factory=list)
    sums: list[tuple[int, tuple[int, ...]]] = field(default_factory=list)
    orders: list[tuple[int, int]] = field(default_factory=list)
    towns_of: list[frozenset[str]] = field(default_factory=list)


def structures(catalogue: Catalogue, towns: Towns) -> list[Structure]:
    """Everything the catalogue publishes of these figures, in independent parts, always in the same order."""
    found: list[Structure] = []
    for entry in catalogue.entries:
        figures = towns.figures.get(entry.metric)
        if figures:
            found += _components(_Builder(entry, figures, towns.district_of).build())
    return found


class _Builder:
    """Puts the cells of one metric together."""

    def __init__(
        self, entry: Entry, figures: Mapping[str, Mapping[str, tuple[int, int]]], district_of: Mapping[str, str]
    ) -> None:
        self.entry = entry
        self.figures = figures
        self.areas: dict[Level, dict[str, list[str]]] = {level: defaultdict(list) for level in LEVELS}
        for ags in sorted(figures):
            self.areas[Level.STATE][STATE_AREA].append(ags)
            self.areas[Level.DISTRICT][district_of[ags]].append(ags)
            self.areas[Level.MUNICIPALITY][ags].append(ags)
        self.is_ratio = metric(entry.metric).kind is MetricKind.RATIO
        self.structure = Structure()
        self.index: dict[Key, int] = {}

    def build(self) -> Structure:
        """All cells and sums."""
        parts = (Part.NUMERATOR, Part.DENOMINATOR) if self.is_ratio else (Part.NUMERATOR,)
        tables = sorted(self.entry.state)
        for part in parts:
            for axes in tables:
                for cell in cells_of(axes):
                    self._add_cell(part, axes, cell)
            for axes in tables:
                self._add_breakdown_sums(part, axes)
        if self.is_ratio:
            for key, number in self.index.items():
                if key.part is Part.NUMERATOR:
                    self.structure.orders.append((number, self.index[key._replace(part=Part.DENOMINATOR)]))
        return self.structure

    def _levels_of(self, axes: Dimensions) -> list[Level]:
        """Levels at which this table has cells: published ones, and the towns as what everything consists of."""
        shown = [level for level in LEVELS if axes in self.entry.tables[level]]
        return shown if Level.MUNICIPALITY in shown else [*shown, Level.MUNICIPALITY]

    def _add_cell(self, part: Part, axes: Dimensions, cell: str) -> None:
        """One cell at every level, with the sums over areas."""
        levels = self._levels_of(axes)
        values = {ags: cells.get(cell, (0, 0))[part is Part.DENOMINATOR] for ags, cells in self.figures.items()}
        for level in levels:
            for area, members in self.areas[level].items():
                key = Key(self.entry.metric, part, level, area, cell)
                self.index[key] = len(self.structure.keys)
                self.structure.keys.append(key)
                self.structure.values.append(sum(values[ags] for ags in members))
                self.structure.published.append(axes in self.entry.tables[level])
                self.structure.towns_of.append(frozenset(members))
        for whole, below in pairwise(levels):
            for area, members in self.areas[whole].items():
                inside = set(members)
                parts = [a for a, its_members in self.areas[below].items() if its_members[0] in inside]
                self._add_sum(
                    Key(self.entry.metric, part, whole, area, cell),
                    [Key(self.entry.metric, part, below, a, cell) for a in parts],
                )

    def _add_breakdown_sums(self, part: Part, axes: Dimensions) -> None:
        """A coarser cell is the sum of the finer ones in the same area, where the breakdown is disjoint."""
        declared = metric(self.entry.metric)
        finer_table = declared.breakdown_of(frozenset(axes))
        for coarser in self.entry.state:
            coarser_table = declared.breakdown_of(frozenset(coarser))
            if not set(coarser) < set(axes) or not (finer_table and coarser_table):
                continue
            if not (finer_table.adds_up and coarser_table.adds_up):
                continue
            groups: dict[str, list[str]] = defaultdict(list)
            for cell in cells_of(axes):
                values = cell_of(cell)
                groups[cell_key({axis: values[axis] for axis in coarser})].append(cell)
            for level in set(self._levels_of(axes)) & set(self._levels_of(coarser)):
                for area in self.areas[level]:
                    for cell, parts in groups.items():
                        self._add_sum(
                            Key(self.entry.metric, part, level, area, cell),
                            [Key(self.entry.metric, part, level, area, one) for one in parts],
                        )

    def _add_sum(self, total: Key, parts: Iterable[Key]) -> None:
        self.structure.sums.append((self.index[total], tuple(self.index[one] for one in parts)))


def cells_of(axes: Dimensions) -> list[str]:
    """Every cell of a table, also the empty ones: a cell that is left out would say that it is a zero."""
    keys = sorted(axes)
    return [
        cell_key(dict(zip(keys, values, strict=True))) for values in product(*(dimension(axis).values for axis in keys))
    ]


def _components(whole: Structure) -> list[Structure]:
    """Cut where nothing is connected."""
    parent = list(range(len(whole.keys)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for first, others in [*whole.sums, *((n, (d,)) for n, d in whole.orders)]:
        for other in others:
            parent[root(other)] = root(first)
    groups: dict[int, Structure] = {}
    position: list[int] = []
    for number, key in enumerate(whole.keys):
        group = groups.setdefault(root(number), Structure())
        position.append(len(group.keys))
        group.keys.append(key)
        group.values.append(whole.values[number])
        group.published.append(whole.published[number])
        group.towns_of.append(whole.towns_of[number])
    for total, parts in whole.sums:
        groups[root(total)].sums.append((position[total], tuple(position[one] for one in parts)))
    for numerator, denominator in whole.orders:
        groups[root(numerator)].orders.append((position[numerator], position[denominator]))
    return list(groups.values())
