"""All contributing towns but one put together what they know: the worst that any number of towns can do.

Whoever knows less than they do can exclude fewer worlds. So where the last town's cells stay in doubt for all
the others together, they do so for every coalition, whatever its size, for every town alone and for every two;
and a published total cannot be known better than the cells of a town in it that does not belong to them.

For them nothing is unknown but one town's own cells, whatever they are published in. The towns therefore have
nothing to do with each other here, and one small programme holds all of their questions side by side.

**Several releases.** They are also taken to know by how much every cell of the last town changed from release to
release (who began there stands in the newspaper). Then all of its releases have one unknown ``o`` for each cell: how
far it really is from what they take it to be, the same in every release. A figure of any release with deviation ``d``
(published less true value) and reach ``r`` says ``|o - d| < r``; so bounds are simply put together, and the programme
is no larger for many releases than for one. Nobody who knows less about growth knows a town's level better, as long
as the town was there in all of them: ``JointAttack`` need not ask about levels again, only about growth.
By how much a town grew must stay in doubt for those who do not know it: that is asked beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from shared.disclosure.adversary import Finding
from shared.disclosure.catalogue import Level
from shared.disclosure.editions import GROWTH_WIDTH, Edition
from shared.disclosure.partial import Contradiction
from shared.disclosure.rounding import Row
from shared.disclosure.structure import Key, Structure
from shared.disclosure.worlds import UNLIMITED, Worlds


@dataclass(slots=True)
class _Cells:
    """The last town's cells, for every town that could be the last one."""

    keys: list[Key] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    truth: list[float] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def add(self, key: Key, truth: float) -> int:
        """One more; its number."""
        self.keys.append(key)
        self.truth.append(truth)
        self.lower.append(0.0)
        self.upper.append(UNLIMITED)
        return len(self.keys) - 1

    def publish(self, edition: Edition, own: Mapping[Key, int]) -> None:
        """What figures say of the last town's cells in them: as far as a figure can be off, so can its part of it."""
        structure = edition.structure
        for number, shown in edition.published.items():
            low, high = (bound - structure.values[number] for bound in shown.bounds())
            if low > 0 or high < 0:
                raise Contradiction("what is published is not true")
            for town in structure.towns_of[number]:
                column = own.get(structure.keys[number]._replace(level=Level.MUNICIPALITY, area=town))
                if column is not None:
                    self.lower[column] = max(self.lower[column], self.truth[column] + low)
                    self.upper[column] = min(self.upper[column], self.truth[column] + high)

    def add_up(self, structure: Structure, own: Mapping[Key, int]) -> None:
        """The sums among the cells of one town."""
        for total, parts in structure.sums:
            if structure.keys[total] in own:
                columns = [own[structure.keys[one]] for one in (total, *parts)]
                rest = self.truth[columns[0]] - sum(self.truth[one] for one in columns[1:])
                self.rows.append((columns, [1.0, *([-1.0] * len(parts))], rest, rest))

    def narrow(self, targets: Sequence[int], width: int, who: str = "all but {}") -> Iterator[Finding]:
        """Which of these cells the others know too well."""
        lower, upper, truth = (np.array(one, dtype=float) for one in (self.lower, self.upper, self.truth))
        for number, low, high in Worlds(lower, upper, self.rows, truth).narrow(targets, {}, width):
            key = self.keys[number]
            yield Finding(key, low, high, who.format(key.area))


class Coalitions:
    """Everybody but one against the last one, over one release or several (the oldest first).

    A town that is alone in a figure has no others: nothing is found that an outsider does not find.
    """

    def __init__(self, editions: Sequence[Edition]) -> None:
        self.editions = editions

    def findings(self, width: int, excused: frozenset[str] = frozenset()) -> Iterator[Finding]:
        """What all the others find out about the last town's cells (as of the first release they are in).

        And by how much they grew. ``excused`` are towns about which knowing the growth tells too much by itself: their
        cells must stay in doubt for others who do not know it. Raises ``Contradiction`` where what is published is not
        true.
        """
        yield from self.levels(width)
        if len(self.editions) > 1:
            yield from _without_growth(self.editions, width, excused)

    def levels(self, width: int) -> Iterator[Finding]:
        """The same about cells only, for others who know all growth."""
        cells = _levels(self.editions)
        published = [number for number, most in enumerate(cells.upper) if most < UNLIMITED]
        yield from cells.narrow(published, width)


def left_in_doubt(editions: Sequence[Edition]) -> dict[Key, tuple[float, float]]:
    """How far below and above the truth the others must take a town's cell to be possible, figure by figure."""
    cells = _levels(editions)
    bounds = zip(cells.keys, cells.lower, cells.upper, cells.truth, strict=True)
    return {key: (low - truth, high - truth) for key, low, high, truth in bounds}


def _levels(editions: Sequence[Edition]) -> _Cells:
    """One column for each cell of each town, whatever the number of releases."""
    cells = _Cells()
    own: dict[Key, int] = {}
    apart: dict[tuple[int, int], float] = {}
    for edition in editions:
        structure = edition.structure
        here = _cells_of_towns(structure)
        is_new = not here.keys() <= own.keys()
        for key, value in here.items():
            if key not in own:
                own[key] = cells.add(key, value)
            column = own[key]
            # It was never less than nothing, so it was never further off than the least that there was.
            cells.lower[column] = max(cells.lower[column], cells.truth[column] - value)
        cells.publish(edition, own)
        if is_new:
            cells.add_up(structure, {key: own[key] for key in here})
        for pair in structure.orders:
            part, whole = (structure.keys[one] for one in pair)
            if part in here:
                columns = (own[whole], own[part])
                least = cells.truth[columns[0]] - cells.truth[columns[1]] - (here[whole] - here[part])
                apart[columns] = max(apart.get(columns, least), least)
    cells.rows += [(columns, [1.0, -1.0], least, float(UNLIMITED)) for columns, least in apart.items()]
    return cells


def _cells_of_towns(structure: Structure) -> dict[Key, int]:
    return {
        key: value
        for key, value in zip(structure.keys, structure.values, strict=True)
        if key.level is Level.MUNICIPALITY
    }


def _without_growth(editions: Sequence[Edition], width: int, excused: frozenset[str]) -> Iterator[Finding]:
    """What others find out who know no more than what did not shrink: growth, and cells of excused towns.

    Only towns of which something grew, or who are excused: the others have nothing to hide here.
    """
    cells = _Cells()
    before: dict[Key, int] = {}
    growths: list[int] = []
    levels: list[int] = []
    asked = _towns_that_grew(editions) | excused
    for edition in editions:
        structure = edition.structure
        here = {key: value for key, value in _cells_of_towns(structure).items() if key.area in asked}
        own = {key: cells.add(key, value) for key, value in here.items()}
        cells.publish(edition, own)
        cells.add_up(structure, own)
        for pair in structure.orders:
            part, whole = (structure.keys[one] for one in pair)
            if part in own:
                cells.rows.append(([own[whole], own[part]], [1.0, -1.0], 0.0, float(UNLIMITED)))
        levels += [one for key, one in own.items() if key.area in excused and cells.upper[one] < UNLIMITED]
        for key, later in own.items():
            if key in before and (grown := cells.truth[later] - cells.truth[before[key]]) >= 0:
                column = cells.add(key, grown)
                cells.rows.append(([later, before[key], column], [1.0, -1.0, -1.0], 0.0, 0.0))
                growths += [column] if grown else []
        before |= own
    if growths:
        yield from cells.narrow(growths, GROWTH_WIDTH, "all but {}, growth")
    if levels:
        yield from cells.narrow(levels, width, "all but {}, growth unknown")


def _towns_that_grew(editions: Sequence[Edition]) -> set[str]:
    last: dict[Key, int] = {}
    found: set[str] = set()
    for edition in editions:
        here = _cells_of_towns(edition.structure)
        found |= {key.area for key, value in here.items() if value > last.get(key, value)}
        last |= here
    return found
