"""A programme in which only some columns may differ from the truth: the others are taken out before it is solved.

Witnesses move a few towns out of 42. With the rest only fixed by their bounds every solution costs as much as the
whole; taken out, it costs as much as what moves.
"""

from __future__ import annotations

from collections.abc import Sequence

import highspy
import numpy as np

from shared.disclosure.rounding import Row, new_solver


class Contradiction(RuntimeError):
    """No world is possible: what is published cannot be true, or somebody's assumption is wrong."""


class Part:
    """The rows of a programme, column by column, with what the truth makes of each row."""

    def __init__(self, rows: Sequence[Row], truth: np.ndarray) -> None:
        sizes = [len(row[0]) for row in rows]
        columns = np.array([one for row in rows for one in row[0]], dtype=np.int64)
        values = np.array([one for row in rows for one in row[1]], dtype=float)
        numbers = np.repeat(np.arange(len(rows)), sizes)
        order = np.argsort(columns, kind="stable")
        self.row, self.value, self.truth = numbers[order], values[order], truth
        self.start = np.searchsorted(columns[order], np.arange(len(truth) + 1))
        self.lower, self.upper = (np.array([row[end] for row in rows], dtype=float) for end in (2, 3))
        self.total = np.bincount(numbers, weights=values * truth[columns], minlength=len(rows))
        self.solver = new_solver()
        self.solver.setOptionValue("presolve", "off")  # the truth fits and little moves: presolving takes longer

    def cheapest(self, free: np.ndarray, lower: np.ndarray, upper: np.ndarray, cost: np.ndarray) -> np.ndarray:
        """The cheapest values of the free columns between their bounds. Raises ``Contradiction``."""
        sizes = self.start[free + 1] - self.start[free]
        ends = np.cumsum(sizes)
        entries = np.repeat(self.start[free] - (ends - sizes), sizes) + np.arange(sizes.sum())
        rows, place = np.unique(self.row[entries], return_inverse=True)
        moving = np.bincount(
            place, weights=self.value[entries] * np.repeat(self.truth[free], sizes), minlength=len(rows)
        )
        rest = self.total[rows] - moving
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(free), len(rows)
        model.col_cost_, model.col_lower_, model.col_upper_ = cost, lower, upper
        model.row_lower_, model.row_upper_ = self.lower[rows] - rest, self.upper[rows] - rest
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.concatenate([[0], ends]).astype(np.int32)
        model.a_matrix_.index_ = place.astype(np.int32)
        model.a_matrix_.value_ = self.value[entries]
        self.solver.passModel(model)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise Contradiction(self.solver.modelStatusToString(status))
        return np.array(self.solver.getSolution().col_value)
