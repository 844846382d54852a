"""Additive controlled rounding: every cell to a neighbouring multiple, every total the sum of its parts.

One mixed-integer programme for all cells that hang together, solved by HiGHS. Among the solutions of
least total deviation the seed chooses, and cells that have not changed since the last release keep
their published value where that costs nothing.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import highspy
import numpy as np

from shared.disclosure.catalogue import Level
from shared.disclosure.structure import Key, Structure

_Solver: Any = highspy.Highs  # its stub says nothing about it


@dataclass(frozen=True, slots=True)
class Method:
    """How cells were rounded. ``reach``: a value is less than ``reach`` away from what it stands for."""

    base: int
    reach: int
    is_wary: bool = False
    """Large deviations cost more than their size: fewer cells are rounded the far way."""
    doubt: int = 0
    """So wide a town's own cell must stay for all the others together, by the figures it is in (0: no matter)."""


class NoRounding(RuntimeError):
    """There is no such rounding of these cells."""


def round_cells(
    structure: Structure,
    method: Method,
    *,
    seed: str,
    previous: Mapping[Key, tuple[int, int]] | None = None,
    told: Mapping[Key, tuple[float, float]] | None = None,
) -> list[int | None]:
    """The rounded value of every published cell, None for the others.

    ``previous`` tells for cells of an earlier release the value published and the value it stood for, ``told`` how far
    below and above the truth a town's own cell can still be after other releases. Raises ``NoRounding``.
    """
    cells = [number for number, shown in enumerate(structure.published) if shown]
    column = {number: position for position, number in enumerate(cells)}
    values = np.array([structure.values[number] for number in cells], dtype=np.int64)
    rows = _rows(structure, column)
    if method.doubt:
        rows += _doubts(structure, column, method, told or {})
    costs = _Costs(structure, cells, values, method, seed, previous or {})
    if method.reach <= method.base:
        multiples = _solve_neighbours(values, method.base, rows, costs)
    else:
        multiples = _solve_wide(values, method, rows, costs)
    rounded: list[int | None] = [None] * len(structure.keys)
    for number, multiple in zip(cells, multiples, strict=True):
        rounded[number] = int(multiple) * method.base
    return rounded


Row = tuple[Sequence[int], Sequence[float], float, float]
"""Columns, coefficients, lower and upper bound."""


def _rows(structure: Structure, column: Mapping[int, int]) -> list[Row]:
    """Sums among published cells (total − parts = 0) and numerator ≤ denominator, in multiples of the base."""
    rows: list[Row] = []
    for total, parts in structure.sums:
        if total in column and all(one in column for one in parts):
            columns = [column[total], *(column[one] for one in parts)]
            rows.append((columns, [1.0, *([-1.0] * len(parts))], 0.0, 0.0))
    for numerator, denominator in structure.orders:
        if numerator in column:
            rows.append(([column[denominator], column[numerator]], [1.0, -1.0], 0.0, highspy.kHighsInf))
    return rows


def _doubts(
    structure: Structure, column: Mapping[int, int], method: Method, told: Mapping[Key, tuple[float, float]]
) -> list[Row]:
    """Deviations that all towns but one could not tell the last one's own cell from.

    Whoever knows all the rest of a figure knows the last town's part of it as well as the figure: less than
    ``reach`` away, shifted by its deviation. Figures whose deviations lie far apart would leave little between them,
    and so would one that says that hardly anybody more is in it, where the last town has nothing – or that leaves
    nothing of what other releases have left in doubt.
    """
    figures_of = _figures_of_cells(structure, column)
    base, values, most = float(method.base), structure.values, method.reach - 1
    rows: list[Row] = []
    for number, (low, high) in _left_by_others(structure, figures_of, method.doubt, told).items():
        floor, ceiling = low + method.doubt - most, high - method.doubt + most
        if floor > -most or ceiling < most:
            rows.append(([column[number]], [base], values[number] + floor, values[number] + ceiling))
    most_apart = 2 * most - method.doubt
    for first, second in sorted({pair for figures in figures_of.values() for pair in combinations(figures, 2)}):
        if _most_apart(values[first], values[second], method) > most_apart:
            apart = values[first] - values[second]
            rows.append(
                ([column[first], column[second]], [base, -base], float(apart - most_apart), float(apart + most_apart))
            )
    return rows


def _figures_of_cells(structure: Structure, column: Mapping[int, int]) -> dict[Key, list[int]]:
    """A town's own cell → the published figures it is in."""
    found: dict[Key, list[int]] = defaultdict(list)
    for number in column:
        for town in structure.towns_of[number]:
            found[structure.keys[number]._replace(level=Level.MUNICIPALITY, area=town)].append(number)
    return found


def _left_by_others(
    structure: Structure,
    figures_of: Mapping[Key, Sequence[int]],
    doubt: int,
    told: Mapping[Key, tuple[float, float]],
) -> dict[int, tuple[float, float]]:
    """Figure → how far below and above the truth the cells in it can be, by nature and by other releases.

    Of all its towns the narrowest on each side; what is too narrow already cannot be kept and is left out.
    """
    own = dict(zip(structure.keys, structure.values, strict=True))
    found: dict[int, tuple[float, float]] = {}
    for key, figures in figures_of.items():
        low, high = told.get(key, (-math.inf, math.inf))
        low = max(low, -own[key])
        if high - low >= doubt:
            for number in figures:
                lowest, highest = found.get(number, (-math.inf, math.inf))
                found[number] = (max(low, lowest), min(high, highest))
    return found


def _most_apart(first: int, second: int, method: Method) -> int:
    """How far apart the deviations of two figures can be at most."""
    if method.reach > method.base:
        return 2 * (method.reach - 1)
    low, high = zip(*((-(one % method.base), -one % method.base) for one in (first, second)), strict=True)
    return max(high[0] - low[1], high[1] - low[0])


class _Costs:
    """What it costs to round a cell one way rather than the other."""

    def __init__(
        self,
        structure: Structure,
        cells: Sequence[int],
        values: np.ndarray,
        method: Method,
        seed: str,
        previous: Mapping[Key, tuple[int, int]],
    ) -> None:
        # Small enough that all tie-breaks together are less than the least difference in deviation.
        scale = 0.4 / (len(cells) + 1)
        chance = [random.Random(f"{seed}|{'|'.join(structure.keys[number])}") for number in cells]  # noqa: S311 (a seed is kept, nothing is kept secret)
        self.jitter = np.array([(one.random() - 0.5) * scale * (50.0 if method.is_wary else 1.0) for one in chance])
        self.kept = {
            position: published // method.base
            for position, number in enumerate(cells)
            if (found := previous.get(structure.keys[number]))
            and (published := found[0]) % method.base == 0
            and found[1] == values[position]
        }
        self.bonus = scale
        self.is_wary = method.is_wary

    def of(self, deviation: np.ndarray) -> np.ndarray:
        """The cost of deviations."""
        return deviation.astype(float) ** 2 if self.is_wary else deviation.astype(float)


def _solve_neighbours(values: np.ndarray, base: int, rows: Sequence[Row], costs: _Costs) -> np.ndarray:
    """Down or up; multiples stay."""
    down = values // base
    rest = values - down * base
    cost = costs.of(base - rest) - costs.of(rest) + costs.jitter
    for position, multiple in costs.kept.items():
        cost[position] += costs.bonus if multiple == down[position] else -costs.bonus
    upper = (rest > 0).astype(float)
    shifted = [
        (columns, factors, low - offset, high - offset)
        for columns, factors, low, high in rows
        for offset in [float(np.dot(factors, down[list(columns)]))]
    ]
    return down + _solve(cost, np.zeros(len(values)), upper, shifted, len(values))


def _solve_wide(values: np.ndarray, method: Method, rows: Sequence[Row], costs: _Costs) -> np.ndarray:
    """Any multiple within reach; a second column for each cell holds its deviation."""
    size, base = len(values), method.base
    lower = np.maximum(0, -((method.reach - 1 - values) // base))
    upper = (values + method.reach - 1) // base
    cost = np.concatenate([costs.jitter, np.ones(size)])
    more: list[Row] = []
    for position, value in enumerate(values):
        more.append(([size + position, position], [1.0, -float(base)], -float(value), highspy.kHighsInf))
        more.append(([size + position, position], [1.0, float(base)], float(value), highspy.kHighsInf))
    bounds = (np.concatenate([lower, np.zeros(size)]), np.concatenate([upper, np.full(size, highspy.kHighsInf)]))
    return _solve(cost, *bounds, [*rows, *more], size)[:size]


def _solve(cost: np.ndarray, lower: np.ndarray, upper: np.ndarray, rows: Sequence[Row], integers: int) -> np.ndarray:
    """The cheapest solution, its first ``integers`` columns whole numbers. Raises ``NoRounding``."""
    solver = new_solver()
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 1e-7)
    kinds = [highspy.HighsVarType.kInteger] * integers + [highspy.HighsVarType.kContinuous] * (len(cost) - integers)
    solver.passModel(linear_programme(cost, lower, upper, rows, kinds))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise NoRounding(solver.modelStatusToString(solver.getModelStatus()))
    return np.rint(np.array(solver.getSolution().col_value)).astype(np.int64)


def new_solver() -> Any:
    """A silent, single-threaded solver that gives the same answer each time."""
    solver = _Solver()
    for option, value in (("output_flag", False), ("threads", 1), ("random_seed", 0), ("time_limit", 60.0)):
        solver.setOptionValue(option, value)
    return solver


def solver_name() -> str:
    """What solves, with its version: kept with a release."""
    return f"HiGHS {_Solver().version()}"


def linear_programme(
    cost: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    rows: Sequence[Row],
    kinds: Sequence[highspy.HighsVarType] | None = None,
) -> highspy.HighsLp:
    """The programme as HiGHS takes it, row by row."""
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(cost), len(rows)
    model.col_cost_, model.col_lower_, model.col_upper_ = (part.astype(np.double) for part in (cost, lower, upper))
    model.row_lower_ = np.array([row[2] for row in rows], dtype=np.double)
    model.row_upper_ = np.array([row[3] for row in rows], dtype=np.double)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(row[0]) for row in rows)]).astype(np.int32)
    model.a_matrix_.index_ = np.array([one for row in rows for one in row[0]], dtype=np.int32)
    model.a_matrix_.value_ = np.array([one for row in rows for one in row[1]], dtype=np.double)
    if kinds is not None:
        model.integrality_ = list(kinds)
    return model
