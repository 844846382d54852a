"""All contributing towns but one put together what they know: the worst that any number of towns can do.

Whoever knows less than they do can exclude fewer worlds. So where the last town's cells stay in doubt for all
the others together, they do so for every coalition, whatever its size, for every town alone and for every two;
and a published total cannot be known better than the cells of a town in it that does not belong to them.

For them nothing is unknown but one town's own cells, whatever they are published in. The towns therefore have
nothing to do with each other here, and one small programme holds all of their questions side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from shared.disclosure.adversary import Finding
from shared.disclosure.catalogue import Level
from shared.disclosure.joint import GROWTH_WIDTH, Edition
from shared.disclosure.rounding import Row
from shared.disclosure.structure import Key, Structure
from shared.disclosure.worlds import UNLIMITED, Contradiction, Worlds


@dataclass(slots=True)
class _Cells:
    """The last town's cells, for every town that could be the last one; releases side by side."""

    keys: list[Key] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    truth: list[float] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def add(self, key: Key, truth: float, lower: float = 0.0, upper: float = UNLIMITED) -> int:
        """One more; its number."""
        self.keys.append(key)
        self.truth.append(truth)
        self.lower.append(lower)
        self.upper.append(upper)
        return len(self.keys) - 1


class Coalitions:
    """Everybody but one against the last one, over one release or several (the oldest first).

    Raises ``Contradiction`` where what is published is not true.
    """

    def __init__(self, editions: Sequence[Edition]) -> None:
        self.cells = _Cells()
        self.growths: list[int] = []
        before: Mapping[Key, int] = {}
        for edition in editions:
            own = self._add(edition)
            self._tie(before, own)
            before = {**before, **own}
        self.published = [n for n, most in enumerate(self.cells.upper) if most < UNLIMITED]

    def findings(self, width: int) -> Iterator[Finding]:
        """What all the others find out about the last town's cells, and by how much they grew.

        A town that is alone in a figure has no others: nothing is found that an outsider does not find.
        """
        cells = self.cells
        lower, upper, truth = (np.array(one, dtype=float) for one in (cells.lower, cells.upper, cells.truth))
        worlds = Worlds(lower, upper, cells.rows, truth)
        moved = [number for number in self.growths if cells.truth[number]]
        for targets, least in ((self.published, width), (moved, GROWTH_WIDTH)):
            for number, low, high in worlds.narrow(targets, {}, least):
                key = cells.keys[number]
                yield Finding(key, low, high, f"all but {key.area}")

    def _add(self, edition: Edition) -> dict[Key, int]:
        """Every town's own cells in one release; where they are, by their names."""
        structure, cells = edition.structure, self.cells
        own: dict[Key, int] = {}
        for number, key in enumerate(structure.keys):
            if key.level is Level.MUNICIPALITY:
                own[key] = cells.add(key, structure.values[number])
        self._publish(edition, own)
        self._relate(structure, own)
        return own

    def _publish(self, edition: Edition, own: Mapping[Key, int]) -> None:
        """What a figure says of a town's cell in it: the rest of it is what the others know."""
        structure, cells = edition.structure, self.cells
        for number, shown in edition.published.items():
            low, high = shown.bounds()
            if not low <= structure.values[number] <= high:
                raise Contradiction("what is published is not true")
            for town in structure.towns_of[number]:
                key = structure.keys[number]._replace(level=Level.MUNICIPALITY, area=town)
                rest = structure.values[number] - cells.truth[own[key]]
                cells.lower[own[key]] = max(cells.lower[own[key]], low - rest)
                cells.upper[own[key]] = min(cells.upper[own[key]], high - rest)

    def _relate(self, structure: Structure, own: Mapping[Key, int]) -> None:
        """The sums and orders among a town's own cells."""
        for total, parts in structure.sums:
            if structure.keys[total].level is Level.MUNICIPALITY:
                columns = [own[structure.keys[one]] for one in (total, *parts)]
                self.cells.rows.append((columns, [1.0, *([-1.0] * len(parts))], 0.0, 0.0))
        for numerator, denominator in structure.orders:
            if structure.keys[numerator].level is Level.MUNICIPALITY:
                columns = [own[structure.keys[one]] for one in (denominator, numerator)]
                self.cells.rows.append((columns, [1.0, -1.0], 0.0, float(UNLIMITED)))

    def _tie(self, before: Mapping[Key, int], own: Mapping[Key, int]) -> None:
        """A cell that did not shrink since the last release in which its town was there is known not to have done."""
        cells = self.cells
        for key, later in own.items():
            if key in before and (grown := cells.truth[later] - cells.truth[before[key]]) >= 0:
                column = cells.add(key, grown)
                cells.rows.append(([later, before[key], column], [1.0, -1.0, -1.0], 0.0, 0.0))
                self.growths.append(column)
