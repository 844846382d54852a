"""Protecting small cells of a cross-tab: hidden ones must not be found from what is shown either.

Whoever reads the table also knows the totals of its rows and columns (they stand on the page of the wave), and
that a hidden cell is no smaller than nothing. So hiding the small cells is not enough: more are hidden until
the bounds that follow from all totals leave every hidden cell at least ``minimum`` values to choose from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tenants.results.computing.crossing import CrossTable

Cell = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """A cross-tab that may be shown; ``shown`` gives None for a hidden cell."""

    table: CrossTable
    hidden: frozenset[Cell]

    def shown(self, row: str, column: str) -> int | None:
        """The number in a cell, or None where it is protected."""
        return None if (row, column) in self.hidden else self.table.cells[row][column]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all may be shown."""
        return not self.table.columns or len(self.hidden) == len(self.table.rows) * len(self.table.columns)


def protected(table: CrossTable, minimum: int) -> ProtectedTable:
    """Hide every cell from 1 to ``minimum`` - 1, and as many others as it takes to keep these secret."""
    hidden = {cell for cell in _cells(table) if _is_small(table, cell, minimum)}
    while hidden and (weak := _weakest(table, hidden, minimum)) is not None:
        hidden.add(weak)
    return ProtectedTable(table, frozenset(hidden))


def _is_small(table: CrossTable, cell: Cell, minimum: int) -> bool:
    value = _value(table, cell)
    # Where answers overlap those who did not give one are a cell too that nobody sees but everybody can work out.
    others = table.totals[cell[1]] - value if table.rows_overlap else 0
    return 0 < value < minimum or 0 < others < minimum


def _weakest(table: CrossTable, hidden: set[Cell], minimum: int) -> Cell | None:
    """The next cell to hide as well; None when all hidden ones are safe or nothing is left to hide."""
    limits = bounds(table, hidden)
    for cell in sorted(hidden):
        low, high = limits[cell]
        if high - low >= minimum:
            continue
        partners = [
            other for other in _cells(table) if other not in hidden and (other[0] == cell[0] or other[1] == cell[1])
        ]
        candidates = partners or [other for other in _cells(table) if other not in hidden]
        if candidates:
            # Small ones lose least, but nothing is gained by hiding a zero as long as there is another.
            return min(candidates, key=lambda other: (_value(table, other) == 0, _value(table, other), other))
    return None


def bounds(table: CrossTable, hidden: set[Cell]) -> dict[Cell, tuple[int, int]]:
    """What somebody who knows all totals can conclude about each hidden cell: from, to (both possible)."""
    lines = list(_lines(table, hidden))
    limits = {cell: (0, table.totals[cell[1]]) for cell in hidden}
    changed = True
    while changed:
        changed = False
        for cells, total in lines:
            lows, highs = sum(limits[cell][0] for cell in cells), sum(limits[cell][1] for cell in cells)
            for cell in cells:
                low, high = limits[cell]
                better = (max(low, total - (highs - high)), min(high, total - (lows - low)))
                if better != (low, high):
                    limits[cell], changed = better, True
                    lows, highs = lows + better[0] - low, highs + better[1] - high
    return limits


def _lines(table: CrossTable, hidden: set[Cell]) -> Iterator[tuple[list[Cell], int]]:
    """Rows, and columns where answers exclude each other: their hidden cells and what these come to together.

    Two crossing lines give no more than each alone, sums of several lines can: those are covered by the pairs
    of hidden cells a safe table has in both directions, tested against an exact solver in the tests.
    """
    for row in table.rows:
        cells = [(row, column) for column in table.columns if (row, column) in hidden]
        if cells:
            yield cells, sum(_value(table, cell) for cell in cells)
    if table.rows_overlap:
        return
    for column in table.columns:
        cells = [(row, column) for row in table.rows if (row, column) in hidden]
        if cells:
            yield cells, sum(_value(table, cell) for cell in cells)


def _cells(table: CrossTable) -> Iterator[Cell]:
    return ((row, column) for row in table.rows for column in table.columns)


def _value(table: CrossTable, cell: Cell) -> int:
    return table.cells[cell[0]][cell[1]]
