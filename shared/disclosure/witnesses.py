"""Witnesses against many attackers at once: possible worlds in which only a few towns differ from the truth.

Whoever knows the true numbers of other towns only cannot tell such a world from the truth. So a handful of
them, found once, clears most cells for every town and every pair of towns; what is left is asked exactly.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from shared.disclosure.worlds import Worlds

ROUNDS_TOGETHER: Final = 7
ROUNDS_APART: Final = 4
MOST_APART: Final = 40
"""With more targets left than this, something is wrong: the exact question will find it."""
GROUP: Final = 3
"""So many towns move together, but no more than half of them: most attackers must not be among them."""
FEW: Final = 4
"""Of so few towns each can be asked about exactly, which takes less than looking for witnesses."""
STAYS: Final = 0.25
"""How often a cell is pushed to its narrower side."""


@dataclass(frozen=True, slots=True)
class Target:
    """A column nobody may know too well, and by how much it must be able to differ.

    ``towns`` are those it consists of: who knows them all is not kept from knowing their sum.
    """

    column: int
    towns: frozenset[str]
    width: int


class Witnesses:
    """Worlds near the truth. ``owner`` names for each column the town that knows it, empty for nobody's."""

    def __init__(self, worlds: Worlds, owner: Sequence[str], targets: Sequence[Target], known: Sequence[int]) -> None:
        self.worlds, self.targets = worlds, targets
        self.towns = sorted({one for one in owner if one})
        position = {town: number for number, town in enumerate(self.towns)}
        self.group = min(GROUP, max(2, len(self.towns) // 2))
        self.owner = np.array([position.get(one, -1) for one in owner])
        self.columns = np.array([one.column for one in targets], dtype=int)
        self.members = [np.array([position[town] for town in one.towns], dtype=int) for one in targets]
        self.is_known = np.zeros(len(owner), dtype=bool)
        self.is_known[list(known)] = True
        self.unmoved: list[np.ndarray] = []
        self.values: list[np.ndarray] = []
        self._keep(worlds.truth)

    def doubts(self, pairs: np.ndarray) -> Iterator[tuple[tuple[str, ...], list[Target]]]:
        """Towns, or pairs of them, for whom no witness was found, with the targets in question.

        ``pairs`` says for every two towns (and each with itself) whether they are asked about.
        """
        left = self._search(pairs)
        groups: dict[tuple[int, int], list[Target]] = {}
        for number, doubtful in left.items():
            for first, second in zip(*np.nonzero(np.triu(doubtful)), strict=True):
                groups.setdefault((int(first), int(second)), []).append(self.targets[number])
        for (first, second), targets in sorted(groups.items()):
            yield tuple(self.towns[one] for one in sorted({first, second})), targets

    def _search(self, pairs: np.ndarray) -> dict[int, np.ndarray]:
        """Look for worlds until nothing is in doubt or the rounds are over; target → pairs in doubt."""
        left = self._left(range(len(self.targets)), pairs)
        if len(self.towns) <= FEW:
            return left
        chance = random.Random(len(self.owner))  # noqa: S311 (which worlds are tried first is no secret)
        for _ in range(ROUNDS_TOGETHER):
            if left:
                self._try_together(list(left), chance)
                left = self._left(left, pairs)
        for _ in range(ROUNDS_APART):
            before = left
            self._try_apart(left, chance)
            left = self._left(left, pairs)
            if sum(map(np.sum, left.values())) == sum(map(np.sum, before.values())):
                break
        return left

    def _try_together(self, pushed: Sequence[int], chance: random.Random) -> None:
        """Worlds in which the towns of one group differ, with all targets pushed, mostly to their wider side."""
        columns = self.columns[pushed]
        truth, lower, upper = (part[columns] for part in (self.worlds.truth, self.worlds.lower, self.worlds.upper))
        wider = np.where(upper - truth >= truth - lower, -1.0, 1.0)
        towns = list(range(len(self.towns)))
        chance.shuffle(towns)
        concerned = set().union(*(self.members[number].tolist() for number in pushed))
        for start in range(0, len(towns), self.group):
            group = towns[start : start + self.group]
            sign = wider * np.array([-1.0 if chance.random() < STAYS else 1.0 for _ in pushed])
            if not concerned.isdisjoint(group):
                self._try(group, columns, sign)

    def _try_apart(self, left: Mapping[int, np.ndarray], chance: random.Random) -> None:
        """Worlds for one target at a time, in which its towns differ and those for whom it is least in doubt."""
        for number in list(left)[:MOST_APART]:
            members = self.members[number].tolist()
            doubts = left[number].sum(axis=0)
            others = sorted(
                (one for one in range(len(self.towns)) if one not in members), key=lambda _: chance.random()
            )
            others.sort(key=lambda one: doubts[one])
            group = (members if len(members) < GROUP else []) + others[: self.group]
            for sign in (1.0, -1.0):
                self._try(group, self.columns[[number]], np.array([sign]))

    def _try(self, group: Sequence[int], columns: np.ndarray, cost: np.ndarray) -> None:
        """One world in which only these towns differ."""
        is_fixed = self.is_known | ((self.owner >= 0) & ~np.isin(self.owner, group))
        costs = np.zeros(len(self.owner))
        costs[columns] = cost
        world = self.worlds.near_the_truth(is_fixed, costs)
        if world is not None:
            self._keep(world)

    def _keep(self, world: np.ndarray) -> None:
        moved = np.unique(self.owner[world != self.worlds.truth])
        unmoved = np.ones(len(self.towns), dtype=np.float32)
        unmoved[moved[moved >= 0]] = 0.0
        self.unmoved.append(unmoved)
        self.values.append(world[self.columns])

    def _left(self, numbers: Iterable[int], pairs: np.ndarray) -> dict[int, np.ndarray]:
        """The targets among these that are still in doubt for somebody, and for whom."""
        unmoved, values = np.array(self.unmoved), np.array(self.values)
        found: dict[int, np.ndarray] = {}
        for number in numbers:
            doubtful = pairs & ~self._is_cleared(self.targets[number], values[:, number], unmoved)
            self._leave_out_own(doubtful, self.members[number])
            if doubtful.any():
                found[number] = doubtful
        return found

    def _is_cleared(self, target: Target, values: np.ndarray, unmoved: np.ndarray) -> np.ndarray:
        """For every two towns whether some of these worlds, which they cannot tell from the truth, are far apart."""
        shift = values - self.worlds.truth[target.column]
        cleared = _for_whom(unmoved[np.abs(shift) >= target.width])
        for up in range(1, target.width):
            cleared |= _for_whom(unmoved[shift >= up]) & _for_whom(unmoved[shift <= up - target.width])
        return cleared

    def _leave_out_own(self, doubtful: np.ndarray, members: np.ndarray) -> None:
        """Nobody is kept from what consists only of their own."""
        if len(members) == 1:
            doubtful[members[0], :] = doubtful[:, members[0]] = False
        elif len(members) == 2:
            first, second = members
            doubtful[first, second] = doubtful[second, first] = False


def _for_whom(unmoved: np.ndarray) -> np.ndarray:
    """Every two towns for which there is one of these worlds in which both are as they truly are."""
    found: np.ndarray = unmoved.T @ unmoved > 0
    return found
