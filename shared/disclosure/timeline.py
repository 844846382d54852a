"""The cells of several releases side by side, tied together by what is known about growth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from shared.disclosure.adversary import bounds_of, own_cells, owners, settled_by, truths
from shared.disclosure.catalogue import Level
from shared.disclosure.editions import Edition
from shared.disclosure.rounding import Row
from shared.disclosure.structure import STATE_AREA, Key, Part, Structure
from shared.disclosure.worlds import UNLIMITED, Worlds


@dataclass(slots=True)
class _Columns:
    """The columns of all editions side by side, and one for each growth between two of them."""

    lower: list[float]
    upper: list[float]
    truth: list[float]
    owner: list[str]
    rows: list[Row]

    def grow(self, later: int, before: int, bounds: tuple[float, float], owner: str) -> int:
        """A column for ``later - before``; its number."""
        column = len(self.lower)
        self.rows.append(([later, before, column], [1.0, -1.0, -1.0], 0.0, 0.0))
        self.lower.append(bounds[0])
        self.upper.append(bounds[1])
        self.truth.append(self.truth[later] - self.truth[before])
        self.owner.append(owner)
        return column


class Timeline:
    """Editions from the oldest to the newest as columns of one programme.

    ``first`` is where an edition's cells begin, ``growth`` says of which town's cell a column is the growth.
    ``knows_growth`` says whether the attacker knows by how much the whole grew.
    """

    def __init__(self, editions: Sequence[Edition], *, knows_growth: bool = True) -> None:
        self.editions, self.knows_growth = editions, knows_growth
        self.first: list[int] = []
        self.growth: dict[int, Key] = {}
        self.columns = _Columns([], [], [], [], [])
        for edition in editions:
            self._add(edition)
        for later in range(1, len(editions)):
            self._tie(later)

    @property
    def owner(self) -> list[str]:
        """For every column the town that knows it, empty for nobody's."""
        return self.columns.owner

    def truth(self, column: int) -> float:
        """What a column really is."""
        return self.columns.truth[column]

    @cached_property
    def worlds(self) -> Worlds:
        """What is possible after all releases. Raises ``Contradiction`` where what is published is not true."""
        lower, upper, truth = self._arrays()
        return Worlds(lower, upper, self.columns.rows, truth)

    @cached_property
    def before_any_release(self) -> Worlds:
        """What is possible by the attacker's knowledge alone: no release has said anything."""
        lower, upper, truth = self._arrays()
        for first, edition in zip(self.first, self.editions, strict=True):
            published = [first + number for number in edition.published]
            lower[published], upper[published] = 0.0, float(UNLIMITED)
        return Worlds(lower, upper, self.columns.rows, truth)

    def _arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        columns = self.columns
        lower, upper, truth = (np.array(one, dtype=float) for one in (columns.lower, columns.upper, columns.truth))
        return lower, upper, truth

    def known_to(self, group: Sequence[str]) -> dict[int, int]:
        """What these towns know together: their own cells in every release."""
        known: dict[int, int] = {}
        for first, edition in zip(self.first, self.editions, strict=True):
            known |= {first + number: value for number, value in own_cells(edition.structure, group).items()}
        return known

    def exact(self) -> dict[int, int]:
        """What the reporting role knows: the exact totals of every release."""
        known: dict[int, int] = {}
        for first, edition in zip(self.first, self.editions, strict=True):
            known |= {first + number: value for number, value in edition.exact.items()}
        return known

    def settled_by(self, known: Mapping[int, int]) -> set[int]:
        """The cells that consist of known ones, in every release."""
        settled: set[int] = set()
        for first, edition in zip(self.first, self.editions, strict=True):
            here = [n - first for n in known if first <= n < first + len(edition.structure.keys)]
            settled |= {first + number for number in settled_by(edition.structure, here)}
        return settled

    def names(self) -> dict[int, Key]:
        """The cell that a column is, or is the growth of."""
        found = dict(self.growth)
        for first, edition in zip(self.first, self.editions, strict=True):
            found |= {first + number: key for number, key in enumerate(edition.structure.keys)}
        return found

    def _add(self, edition: Edition) -> None:
        columns, first = self.columns, len(self.columns.lower)
        self.first.append(first)
        lower, upper = bounds_of(edition.structure, edition.published)
        columns.lower += lower.tolist()
        columns.upper += upper.tolist()
        columns.truth += edition.structure.values
        columns.owner += owners(edition.structure)
        columns.rows += truths(edition.structure, first=first)

    def _tie(self, later: int) -> None:
        """Growth of what did not shrink: of the state against every edition before, of a town against its last one."""
        new = self.editions[later].structure
        is_tied: set[Key] = set()
        for earlier in reversed(range(later)):
            old = self.editions[earlier].structure
            position = {key: number for number, key in enumerate(old.keys)}
            most = _whole_growth(old, new)
            for number, key in enumerate(new.keys):
                is_own = key.level is Level.MUNICIPALITY
                if key not in position or key in is_tied or not (is_own or key.area == STATE_AREA):
                    continue
                if is_own:
                    is_tied.add(key)
                grown = new.values[number] - old.values[position[key]]
                if grown < 0:
                    continue
                bounds = (0.0 if key.cell or is_own else float(grown), float(max(grown, most)))
                if not self.knows_growth:
                    bounds = (0.0, float(UNLIMITED))
                ends = (self.first[later] + number, self.first[earlier] + position[key])
                column = self.columns.grow(*ends, bounds, key.area if is_own else "")
                if is_own:
                    self.growth[column] = key


def _whole_growth(old: Structure, new: Structure) -> int:
    """By how much the whole state's figures grew (the largest of its tables, where there is no total)."""
    before = dict(zip(old.keys, old.values, strict=True))
    totals: dict[tuple[Part, str], int] = {}
    for key, value in zip(new.keys, new.values, strict=True):
        if key.area == STATE_AREA and key in before:
            axes = "|".join(part.split("=")[0] for part in key.cell.split("|"))
            totals[key.part, axes] = totals.get((key.part, axes), 0) + max(0, value - before[key])
    return max(totals.values(), default=0)
