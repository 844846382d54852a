"""Post-stratification: how much each sheet counts so that sex and age are spread as in the official population.

A weighted share says what the wave would say if each group had answered as often as it lives in the town. It says
nothing about how people who answer differ from those who do not, which is why nothing is weighted unasked.

Sheets of people who are „divers“ or do not give sex or age keep weight 1: official figures for them are missing or
too small to weight with. So do sheets of a group whose official number is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from typing import Final

from kisi.core.vocabulary import AgeBracket, Sex

Cell = tuple[str, str]
"""Sex and age bracket as the sheet gives them; "" for an answer that is missing."""
SEXES: Final = (Sex.FEMALE.value, Sex.MALE.value)
AGES: Final = tuple(value for value in AgeBracket.values if value != AgeBracket.UNKNOWN)
HALVINGS: Final = 200
"""Steps of the search for the common factor of capped weights; a double is exact long before."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The town's rules: sheets a group needs to stand alone, the largest weight, sheets it takes to weight at all."""

    smallest_group: int
    cap: int
    smallest_base: int


class Refusal(StrEnum):
    """Why there are no weights."""

    NO_FIGURES = "no_figures"
    FEW_SHEETS = "few_sheets"
    ONE_GROUP = "one_group"


@dataclass(frozen=True, slots=True)
class Group:
    """One or more cells that get one weight: their sheets, and the people of the official figures."""

    cells: tuple[Cell, ...]
    sheets: int
    people: int

    def with_(self, other: Group) -> Group:
        """Both as one."""
        return Group(self.cells + other.cells, self.sheets + other.sheets, self.people + other.people)


@dataclass(frozen=True, slots=True)
class Weighting:
    """The weight of each cell, from 1/cap to cap, 1 on average; ``effective`` is what ``sheets`` are worth."""

    weights: Mapping[Cell, float]
    groups: tuple[Group, ...]
    sheets: int
    effective: float
    capped: bool

    def weight(self, cell: Cell) -> float:
        """What a sheet of the cell counts."""
        return self.weights.get(cell, 1.0)

    @property
    def mark(self) -> tuple[tuple[Cell, float], ...]:
        """All the weights there are: what is worked out with them is known by it."""
        return tuple(sorted(self.weights.items()))

    @property
    def merged(self) -> bool:
        """Whether cells with too few sheets went together with their neighbours."""
        return any(len(group.cells) > 1 for group in self.groups)


def weighting(sheets: Mapping[Cell, int], people: Mapping[Cell, int], rules: Rules) -> Weighting | Refusal:
    """The weights for sheets (cell → number, all of the wave) by official people (cell → number, where known)."""
    known = {(sex, age) for sex in SEXES for age in AGES if (sex, age) in people}
    if not sum(people[cell] for cell in known):
        return Refusal.NO_FIGURES
    if sum(sheets.get(cell, 0) for cell in known) < rules.smallest_base:
        return Refusal.FEW_SHEETS
    cells = [Group((cell,), sheets.get(cell, 0), people[cell]) for cell in sorted(known, key=_place)]
    groups = merged_groups(cells, rules.smallest_group)
    if len(groups) < 2:
        return Refusal.ONE_GROUP
    by_group = capped_weights(groups, rules.cap)
    weights = {cell: weight for group, weight in zip(groups, by_group, strict=True) for cell in group.cells}
    number = sum(sheets.values())
    effective = effective_size((weights.get(cell, 1.0), one) for cell, one in sheets.items())
    return Weighting(weights, groups, number, effective, by_group != raw_weights(groups))


def _place(cell: Cell) -> tuple[int, int]:
    return SEXES.index(cell[0]), AGES.index(cell[1])


def merged_groups(cells: Iterable[Group], smallest: int) -> tuple[Group, ...]:
    """Cells of one sex each, in the order of age; too small ones go together with the smaller neighbour in age.

    Too small is one with fewer than ``smallest`` sheets, or with nobody in the official figures. If all ages of
    one sex together are too small, both sexes go together and only age is left.
    """
    given = list(cells)
    rows = [row for sex in SEXES if (row := [one for one in given if one.cells[0][0] == sex])]
    if any(_is_small(reduce(Group.with_, row), smallest) for row in rows):
        by_age = [[one for one in given if one.cells[0][1] == age] for age in AGES]
        rows = [[reduce(Group.with_, of_age) for of_age in by_age if of_age]]
    return tuple(group for row in rows for group in _merged_row(row, smallest))


def _merged_row(row: list[Group], smallest: int) -> list[Group]:
    while len(row) > 1 and (small := [at for at, one in enumerate(row) if _is_small(one, smallest)]):
        at = min(small, key=lambda place: (row[place].sheets, place))
        neighbours = [place for place in (at - 1, at + 1) if 0 <= place < len(row)]
        first = min(at, min(neighbours, key=lambda place: (row[place].sheets, place)))
        row = [*row[:first], row[first].with_(row[first + 1]), *row[first + 2 :]]
    return row


def _is_small(group: Group, smallest: int) -> bool:
    return group.sheets < smallest or not group.people


def raw_weights(groups: Iterable[Group]) -> list[float]:
    """Each group's share of the people by its share of the sheets."""
    given = list(groups)
    sheets, people = sum(one.sheets for one in given), sum(one.people for one in given)
    return [(one.people / people) / (one.sheets / sheets) for one in given]


def capped_weights(groups: Iterable[Group], cap: int) -> list[float]:
    """The weights held between 1/``cap`` and ``cap``, all others by one factor so that the average stays 1."""
    given = list(groups)
    plain, sheets = raw_weights(given), sum(one.sheets for one in given)
    if all(1 / cap <= weight <= cap for weight in plain):
        return plain

    def held(factor: float) -> list[float]:
        return [min(max(weight * factor, 1 / cap), cap) for weight in plain]

    low, high = 0.0, cap / min(plain)
    for _step in range(HALVINGS):
        factor = (low + high) / 2
        total = sum(one.sheets * weight for one, weight in zip(given, held(factor), strict=True))
        low, high = (factor, high) if total < sheets else (low, factor)
    return held(high)


def effective_size(weighted: Iterable[tuple[float, int]]) -> float:
    """Pairs (weight, sheets with it) → how many equal sheets they are worth: (Σw)²/Σw² (Kish 1965); 0 for none."""
    pairs = list(weighted)
    squares = sum(weight**2 * number for weight, number in pairs)
    return sum(weight * number for weight, number in pairs) ** 2 / squares if squares else 0.0
