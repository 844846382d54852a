"""All worlds that are possible after what was published, and how far apart they are in one cell.

Bounds are those of an integer programme over all cells at once. To be quick, cells are first cleared by
witnesses: two possible worlds in which a cell differs by enough prove that nobody can know it better.
Only cells without such witnesses get bounds of their own, which then are exact. The truth itself is
possible for everybody, so it is the first witness.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final

import highspy
import numpy as np

from shared.disclosure.partial import Contradiction, Part
from shared.disclosure.rounding import Row, linear_programme, new_solver

UNLIMITED: Final = 10**7
"""More than any cell can hold; an attacker without an upper bound has this one."""
FRUITLESS_ROUNDS: Final = 2
FEW: Final = 2
"""So few cells get bounds at once: each search begins where the last one for its cell ended, witnesses anew."""
_EXACT: Final = 1e-6


class Worlds:
    """Whole numbers between ``lower`` and ``upper`` for which all rows hold; ``truth`` are those that are so.

    Raises ``Contradiction`` where the truth is not possible.
    """

    def __init__(self, lower: np.ndarray, upper: np.ndarray, rows: Sequence[Row], truth: np.ndarray) -> None:
        if (truth < lower).any() or (truth > upper).any():
            raise Contradiction("what is published is not true")
        self.lower, self.upper, self.truth = lower, upper, truth
        self.columns = np.arange(len(lower), dtype=np.int32)
        self.solver = new_solver()
        self.solver.passModel(linear_programme(np.zeros(len(lower)), lower, upper, rows))
        self.rows = rows
        self._bases: dict[tuple[int, float], highspy.HighsBasis] = {}
        """Where the last search for a bound ended: for somebody who knows a little else it ends close by."""

    @cached_property
    def part(self) -> Part:
        """The same programme, to be asked with most of its columns as they truly are."""
        return Part(self.rows, self.truth)

    def narrow(self, targets: Sequence[int], known: Mapping[int, int], width: int) -> list[tuple[int, int, int]]:
        """(cell, least, largest value) of the targets that ``known`` cells narrow down below ``width``.

        Raises ``Contradiction``.
        """
        self._know(known)
        left = targets if len(targets) <= FEW else self._clear_by_witnesses(targets, width)
        bounds = [(number, *self._bound(number)) for number in left]
        return [(number, low, high) for number, low, high in bounds if high - low < width]

    def _know(self, known: Mapping[int, int]) -> None:
        """From now on only worlds in which these cells have these values."""
        lower, upper = self.lower.copy(), self.upper.copy()
        for number, value in known.items():
            lower[number] = upper[number] = value
        self.solver.changeColsBounds(len(lower), self.columns, lower, upper)

    def _clear_by_witnesses(self, targets: Sequence[int], width: int) -> list[int]:
        """The targets for which no two possible worlds were found that differ by ``width``."""
        least, most = self.truth.copy(), self.truth.copy()
        left, fruitless, turn = list(targets), 0, 0
        while left and fruitless < FRUITLESS_ROUNDS:
            for sign in (1.0, -1.0):
                world = self._world(left[turn % 2 :: 2] or left, sign)
                if world is not None:
                    np.minimum(least, world, out=least)
                    np.maximum(most, world, out=most)
            before = len(left)
            left = [number for number in left if most[number] - least[number] < width]
            fruitless = fruitless + 1 if len(left) == before else 0
            turn += 1
        return left

    def near_the_truth(self, is_fixed: np.ndarray, cost: np.ndarray) -> np.ndarray | None:
        """The cheapest possible world in which the fixed cells are as they truly are; None if none was found."""
        free = np.flatnonzero(~is_fixed)
        if not len(free):
            return None
        found = self.part.cheapest(free, self.lower[free], self.upper[free], cost[free])
        world = self.truth.copy()
        world[free] = found
        return self._whole(world)

    def _world(self, pushed: Sequence[int], sign: float) -> np.ndarray | None:
        """A possible world in which these cells together are as large (1) or as small (-1) as they can be."""
        cost = np.zeros(len(self.lower))
        cost[list(pushed)] = -sign
        return self._whole(self._solve(cost))

    def _whole(self, world: np.ndarray) -> np.ndarray | None:
        """The world, if it consists of whole numbers."""
        whole: np.ndarray = np.rint(world)
        return whole if np.abs(world - whole).max() < _EXACT else None

    def _bound(self, number: int) -> tuple[int, int]:
        """The exact least and largest value of one cell, in whole numbers."""
        return self._least(number), -self._least(number, -1.0)

    def _least(self, number: int, sign: float = 1.0) -> int:
        """The exact least value of one cell, or of its negative."""
        cost = np.zeros(len(self.lower))
        cost[number] = sign
        if known := self._bases.get((number, sign)):
            self.solver.setBasis(known)
        world = self._solve(cost)
        self._bases[number, sign] = self.solver.getBasis()
        if np.abs(world - np.rint(world)).max() > _EXACT:
            world = self._solve_in_whole_numbers(cost)
        return round(sign * float(world[number]))

    def _solve(self, cost: np.ndarray) -> np.ndarray:
        self.solver.changeColsCost(len(cost), self.columns, cost)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise Contradiction(self.solver.modelStatusToString(status))
        return np.array(self.solver.getSolution().col_value)

    def _solve_in_whole_numbers(self, cost: np.ndarray) -> np.ndarray:
        size = len(cost)
        self.solver.changeColsIntegrality(size, self.columns, np.full(size, highspy.HighsVarType.kInteger))
        try:
            return self._solve(cost)
        finally:
            self.solver.changeColsIntegrality(size, self.columns, np.full(size, highspy.HighsVarType.kContinuous))
