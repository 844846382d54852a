"""Several releases of one period, read together: does the difference give a newcomer away?

The attacker knows that figures only grew between the releases, and by how much in all. They must find
neither a cell of any release nor where the growth took place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from shared.disclosure.adversary import Finding, Published, bounds_of, own_cells, settled_by, truths
from shared.disclosure.catalogue import Level
from shared.disclosure.rounding import Row
from shared.disclosure.structure import STATE_AREA, Key, Part, Structure
from shared.disclosure.thresholds import Thresholds
from shared.disclosure.worlds import Contradiction, Worlds


@dataclass(frozen=True, slots=True)
class Edition:
    """The same cells in one release: how they hang together and what was published."""

    structure: Structure
    published: Mapping[int, Published]


@dataclass(frozen=True, slots=True)
class _Growth:
    """A column for how much a town's cell grew between two editions."""

    column: int
    key: Key
    towns: frozenset[str]


class JointAttack:
    """Editions from the oldest to the newest, tied together by growth."""

    def __init__(self, editions: Sequence[Edition]) -> None:
        self.editions = editions
        self.first: list[int] = []
        self.growth: list[_Growth] = []
        lowers: list[np.ndarray] = []
        uppers: list[np.ndarray] = []
        rows: list[Row] = []
        for edition in editions:
            first = sum(map(len, lowers))
            self.first.append(first)
            lower, upper = bounds_of(edition.structure, edition.published)
            lowers.append(lower)
            uppers.append(upper)
            rows += truths(edition.structure, first=first)
        columns = sum(map(len, lowers))
        for earlier, later in zip(range(len(editions)), range(1, len(editions)), strict=False):
            columns = self._tie(earlier, later, columns, lowers, uppers, rows)
        self.worlds = Worlds(np.concatenate(lowers), np.concatenate(uppers), rows)

    def _tie(
        self,
        earlier: int,
        later: int,
        column: int,
        lowers: list[np.ndarray],
        uppers: list[np.ndarray],
        rows: list[Row],
    ) -> int:
        """One growth column for every cell that both editions have; the next free column."""
        old, new = self.editions[earlier].structure, self.editions[later].structure
        position = {key: number for number, key in enumerate(old.keys)}
        for number, key in enumerate(new.keys):
            before = position.get(key)
            if before is None or not (key.level is Level.MUNICIPALITY or key.area == STATE_AREA):
                continue
            rows.append(
                ([self.first[later] + number, self.first[earlier] + before, column], [1.0, -1.0, -1.0], 0.0, 0.0)
            )
            grown = max(0, new.values[number] - old.values[before])
            lowers.append(np.array([0.0 if key.cell or key.level is Level.MUNICIPALITY else float(grown)]))
            uppers.append(np.array([float(max(grown, sum(_all_growth(old, new))))]))
            if key.level is Level.MUNICIPALITY:
                self.growth.append(_Growth(column, key, new.towns_of[number]))
            column += 1
        return column

    def findings(self, thresholds: Thresholds) -> list[Finding]:
        """What an outsider or a single town finds out. Where figures shrank, there is nothing to conclude."""
        found: list[Finding] = []
        newest = self.editions[-1].structure
        towns = sorted({key.area for key in newest.keys if key.level is Level.MUNICIPALITY})
        for group in [(), *((town,) for town in towns)]:
            try:
                found += self._by(group, thresholds.insider_width)
            except Contradiction:
                continue
        return found

    def _by(self, towns: Sequence[str], width: int) -> list[Finding]:
        who = " + ".join(towns) or "outsider"
        known: dict[int, int] = {}
        targets: dict[int, Key] = {}
        for first, edition in zip(self.first, self.editions, strict=True):
            own = own_cells(edition.structure, towns)
            settled = settled_by(edition.structure, own)
            known |= {first + number: value for number, value in own.items()}
            targets |= {
                first + number: edition.structure.keys[number] for number in edition.published if number not in settled
            }
        found = [
            Finding(targets[number], low, high, f"{who}, all releases")
            for number, low, high in self.worlds.narrow(list(targets), known, width)
        ]
        moved = {one.column: one.key for one in self.growth if not one.towns & set(towns)}
        found += [
            Finding(moved[number], low, high, f"{who}, growth")
            for number, low, high in self.worlds.narrow(list(moved), known, 1)
            if low > 0
        ]
        return found


def _all_growth(old: Structure, new: Structure) -> list[int]:
    """By how much the whole state's figures grew (the largest of its tables, where there is no total)."""
    before = dict(zip(old.keys, old.values, strict=True))
    totals: dict[tuple[Part, str], int] = {}
    for key, value in zip(new.keys, new.values, strict=True):
        if key.area == STATE_AREA and key in before:
            axes = "|".join(part.split("=")[0] for part in key.cell.split("|"))
            totals[key.part, axes] = totals.get((key.part, axes), 0) + max(0, value - before[key])
    return [max(totals.values(), default=0)]
