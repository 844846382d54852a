"""Who answered, beside the official population: shares of sex, age and both, and which groups stand out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from tenants.results.computing.intervals import Share, share_of
from tenants.results.computing.weighting import Cell
from tenants.surveys.groups import hidden_values


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


def group_shares(
    sheets: Mapping[Cell, int], people: Mapping[Cell, int], gap: float, smallest: int, *, is_complete: bool
) -> list[GroupShare]:
    """Every group of the official figures: by sex, by age, by both; only sheets and people of known cells count.

    A group stands out where the people's share lies outside the sheets' 95 % interval and at least ``gap`` (0 to 1)
    away. Groups of fewer than ``smallest`` sheets are protected, with as many others as it takes. Groups by both are
    there when no more sheets come and none of them is that small: then there is nothing to work out, whatever the
    limit was before.
    """
    base, total = sum(sheets.get(cell, 0) for cell in people), sum(people.values())
    if not base or not total:
        return []
    with_both = is_complete and not any(0 < sheets.get(cell, 0) < smallest for cell in people)
    found = []
    for groups in _groups(people, with_both=with_both):
        numbers = {name: _sum(sheets, cells) for name, cells in groups.items()}
        hidden = hidden_values(numbers, smallest)
        found += [
            _group(name, base, total, numbers[name], _sum(people, cells), gap, is_hidden=name in hidden)
            for name, cells in groups.items()
        ]
    return found


def _groups(people: Mapping[Cell, int], *, with_both: bool) -> Iterator[dict[Cell, list[Cell]]]:
    """Divisions of all people: name of a group → its cells. A sex or an age that is the only one is no group."""
    sexes, ages = list(dict.fromkeys(sex for sex, _ in people)), list(dict.fromkeys(age for _, age in people))
    if len(sexes) > 1:
        yield {(sex, ""): [cell for cell in people if cell[0] == sex] for sex in sexes}
    if len(ages) > 1:
        yield {("", age): [cell for cell in people if cell[1] == age] for age in ages}
    if with_both and len(sexes) > 1 and len(ages) > 1:
        yield {cell: [cell] for cell in people}


def _group(name: Cell, base: int, total: int, sheets: int, people: int, gap: float, *, is_hidden: bool) -> GroupShare:
    seen = None if is_hidden else share_of(sheets, base)
    share = people / total
    standing = 0
    if seen and abs(seen.value - share) >= gap:
        standing = 1 if seen.low > share else -1 if seen.high < share else 0
    return GroupShare(*name, seen, people, share, standing)


def _sum(numbers: Mapping[Cell, int], cells: Iterable[Cell]) -> int:
    return sum(numbers.get(cell, 0) for cell in cells)
