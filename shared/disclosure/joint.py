"""Several releases of one period, read together: does the difference give a newcomer away?

The attacker knows which figures did not shrink between two releases, and by how much the whole grew. They must
find neither a cell of any release nor by how much a town grew – also over a release in between from which a
town was missing.

What that knowledge settles without any release is not found out by a release: where the whole did not grow and
no town shrank, a town that is new can only have nothing. Such a cell must stay in doubt for whoever does not
know by how much the whole grew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from shared.disclosure.adversary import (
    Finding,
    Published,
    bounds_of,
    own_cells,
    owners,
    settled_by,
    truths,
    who_colludes,
)
from shared.disclosure.catalogue import Level
from shared.disclosure.rounding import Row
from shared.disclosure.structure import STATE_AREA, Key, Part, Structure
from shared.disclosure.thresholds import Thresholds
from shared.disclosure.witnesses import Target, Witnesses
from shared.disclosure.worlds import UNLIMITED, Worlds

GROWTH_WIDTH = 1
"""That something grew may be seen; by how much exactly, may not."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The same cells in one release: how they hang together and what was published."""

    structure: Structure
    published: Mapping[int, Published]

    def says_the_same_as(self, other: Edition) -> bool:
        """Whether nothing at all differs: then one of them tells nothing that the other does not."""
        mine, others = self.structure, other.structure
        return (mine.keys, mine.values, self.published) == (others.keys, others.values, other.published)


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


class JointAttack:
    """Editions from the oldest to the newest, tied together by growth. Raises ``Contradiction``.

    ``knows_growth`` says whether the attacker knows by how much the whole grew.
    """

    def __init__(self, editions: Sequence[Edition], *, knows_growth: bool = True) -> None:
        self.knows_growth = knows_growth
        kept = [one for one, after in pairwise(editions) if not one.says_the_same_as(after)]
        self.editions = [*kept, *editions[-1:]]
        self.first: list[int] = []
        self.growth: dict[int, Key] = {}
        parts = _Columns([], [], [], [], [])
        for edition in self.editions:
            first = len(parts.lower)
            self.first.append(first)
            lower, upper = bounds_of(edition.structure, edition.published)
            parts.lower += lower.tolist()
            parts.upper += upper.tolist()
            parts.truth += edition.structure.values
            parts.owner += owners(edition.structure)
            parts.rows += truths(edition.structure, first=first)
        for later in range(1, len(self.editions)):
            self._tie(later, parts)
        self.owner, self.rows = parts.owner, parts.rows
        lower, upper, truth = (np.array(one, dtype=float) for one in (parts.lower, parts.upper, parts.truth))
        self.worlds = Worlds(lower, upper, parts.rows, truth)

    @cached_property
    def before_any_release(self) -> Worlds:
        """What is possible by the attacker's knowledge alone: no release has said anything."""
        lower, upper = self.worlds.lower.copy(), self.worlds.upper.copy()
        for first, edition in zip(self.first, self.editions, strict=True):
            published = [first + number for number in edition.published]
            lower[published], upper[published] = 0.0, float(UNLIMITED)
        return Worlds(lower, upper, self.rows, self.worlds.truth)

    @cached_property
    def less_knowing(self) -> JointAttack:
        """The same for somebody who does not know by how much the whole grew."""
        return JointAttack(self.editions, knows_growth=False)

    def _tie(self, later: int, parts: _Columns) -> None:
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
                column = parts.grow(*ends, bounds, key.area if is_own else "")
                if is_own:
                    self.growth[column] = key

    def findings(self, thresholds: Thresholds) -> Iterator[Finding]:
        """What an outsider, a town or two towns together find out."""
        if len(self.editions) < 2:
            return
        targets = self._targets(thresholds.insider_width)
        settled = self._settled_before(targets, {})
        yield from self._about([one for one in targets if one.column not in settled], thresholds)
        if settled:
            yield from self.less_knowing._about([one for one in targets if one.column in settled], thresholds)

    def _settled_before(self, targets: Sequence[Target], known: Mapping[int, int]) -> set[int]:
        """The columns that are known too well without any release."""
        if not self.knows_growth:
            return set()
        found: set[int] = set()
        for width in {one.width for one in targets}:
            columns = [one.column for one in targets if one.width == width]
            found |= {column for column, _low, _high in self.before_any_release.narrow(columns, known, width)}
        return found

    def _about(self, targets: list[Target], thresholds: Thresholds) -> Iterator[Finding]:
        witnesses = Witnesses(self.worlds, self.owner, targets, known=())
        if len(witnesses.towns) < 3:
            # Among more, what an outsider finds out is found out by some town that does not own it.
            yield from self._exactly((), targets)
        for group, doubtful in witnesses.doubts(who_colludes(witnesses.towns, thresholds)):
            yield from self._exactly(group, doubtful)

    def _targets(self, width: int) -> list[Target]:
        """Every published cell of every edition, and by how much something grew."""
        found = [
            Target(first + number, edition.structure.towns_of[number], width)
            for first, edition in zip(self.first, self.editions, strict=True)
            for number in edition.published
        ]
        moved = [(column, key) for column, key in self.growth.items() if self.worlds.truth[column]]
        return found + [Target(column, frozenset({key.area}), GROWTH_WIDTH) for column, key in moved]

    def _exactly(self, group: tuple[str, ...], targets: Sequence[Target]) -> Iterator[Finding]:
        """What these towns, or an outsider, find out about these targets."""
        known: dict[int, int] = {}
        keys = dict(self.growth)
        settled: set[int] = set()
        for first, edition in zip(self.first, self.editions, strict=True):
            own = own_cells(edition.structure, group)
            known |= {first + number: value for number, value in own.items()}
            keys |= {first + number: key for number, key in enumerate(edition.structure.keys)}
            settled |= {first + number for number in settled_by(edition.structure, own)}
        who = " + ".join(group) or "outsider"
        foreign = [
            one
            for one in targets
            if (not one.towns <= set(group) if one.column in self.growth else one.column not in settled)
        ]
        for target, low, high in self._narrowed(foreign, known):
            how = "growth" if target.column in self.growth else "all releases"
            yield Finding(keys[target.column], low, high, f"{who}, {how}")

    def _narrowed(self, targets: Sequence[Target], known: Mapping[int, int]) -> Iterator[tuple[Target, int, int]]:
        """The targets that are known too well, with their least and largest value, because of what was released."""
        of = {one.column: one for one in targets}
        for width in sorted({one.width for one in targets}):
            columns = [one.column for one in targets if one.width == width]
            found = self.worlds.narrow(columns, known, width)
            settled = self._settled_before([of[column] for column, _low, _high in found], known)
            if settled:
                still = self.less_knowing.worlds.narrow(sorted(settled), known, width)
                found = [one for one in found if one[0] not in settled] + still
            for column, low, high in found:
                yield of[column], low, high


def _whole_growth(old: Structure, new: Structure) -> int:
    """By how much the whole state's figures grew (the largest of its tables, where there is no total)."""
    before = dict(zip(old.keys, old.values, strict=True))
    totals: dict[tuple[Part, str], int] = {}
    for key, value in zip(new.keys, new.values, strict=True):
        if key.area == STATE_AREA and key in before:
            axes = "|".join(part.split("=")[0] for part in key.cell.split("|"))
            totals[key.part, axes] = totals.get((key.part, axes), 0) + max(0, value - before[key])
    return max(totals.values(), default=0)
