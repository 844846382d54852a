"""Who answered, beside the official population: shares of sex, age and both, and which groups stand out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tenants.results.computing.crossing import CrossTable
from tenants.results.computing.intervals import Share, share_of
from tenants.results.computing.protection import protected
from tenants.results.computing.weighting import Cell


@dataclass(frozen=True, slots=True)
class GroupShare:
    """A group among the sheets (None: too few to be shown) and among the people of the official figures (0 to 1).

    ``sex`` or ``age`` is "" where the group is all of them. ``standing``: 1 clearly too many sheets, -1 too
    few, else 0.
    """

    sex: str
    age: str
    sheets: Share | None
    people: int
    share: float
    standing: int

    @property
    def gap(self) -> float:
        """How far the sheets' share lies above the people's (below: negative)."""
        return self.sheets.value - self.share if self.sheets else 0.0


def group_shares(sheets: Mapping[Cell, int], people: Mapping[Cell, int], gap: float, smallest: int) -> list[GroupShare]:
    """Every group of the official figures: by sex, by age, by both; only sheets and people of known cells count.

    A group stands out where the people's share lies outside the sheets' 95 % interval and at least ``gap`` (0 to 1)
    away. Cells of fewer than ``smallest`` sheets are protected as in a cross-tab: the totals stand beside them.
    """
    base, total = sum(sheets.get(cell, 0) for cell in people), sum(people.values())
    if not base or not total:
        return []
    hidden = _protected_cells(sheets, people, smallest)
    return [
        _group(name, base, total, _sum(sheets, cells), _sum(people, cells), gap, is_hidden=name in hidden)
        for name, cells in _groups(people)
    ]


def _groups(people: Mapping[Cell, int]) -> Iterator[tuple[Cell, list[Cell]]]:
    """Name of a group → its cells; a sex or an age that is the only one is no group."""
    sexes, ages = list(dict.fromkeys(sex for sex, _ in people)), list(dict.fromkeys(age for _, age in people))
    if len(sexes) > 1:
        yield from (((sex, ""), [cell for cell in people if cell[0] == sex]) for sex in sexes)
    if len(ages) > 1:
        yield from ((("", age), [cell for cell in people if cell[1] == age]) for age in ages)
    if len(sexes) > 1 and len(ages) > 1:
        yield from ((cell, [cell]) for cell in people)


def _group(name: Cell, base: int, total: int, sheets: int, people: int, gap: float, *, is_hidden: bool) -> GroupShare:
    seen = None if is_hidden else share_of(sheets, base)
    share = people / total
    standing = 0
    if seen and abs(seen.value - share) >= gap:
        standing = 1 if seen.low > share else -1 if seen.high < share else 0
    return GroupShare(*name, seen, people, share, standing)


def _protected_cells(sheets: Mapping[Cell, int], people: Mapping[Cell, int], smallest: int) -> frozenset[Cell]:
    sexes, ages = tuple(dict.fromkeys(sex for sex, _ in people)), tuple(dict.fromkeys(age for _, age in people))
    cells = {age: {sex: sheets.get((sex, age), 0) if (sex, age) in people else 0 for sex in sexes} for age in ages}
    totals = {sex: sum(cells[age][sex] for age in ages) for sex in sexes}
    hidden = protected(CrossTable(ages, sexes, cells, totals, rows_overlap=False), smallest).hidden
    return frozenset((sex, age) for age, sex in hidden)


def _sum(numbers: Mapping[Cell, int], cells: Iterable[Cell]) -> int:
    return sum(numbers.get(cell, 0) for cell in cells)
