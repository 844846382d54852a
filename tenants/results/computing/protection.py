"""Protecting small cells of a cross-tab: hidden ones must not be found from what is shown either.

Whoever reads the table also knows the totals of its rows and columns (they stand on the page of the wave), and
that a hidden cell is no smaller than nothing. So hiding the small cells is not enough: more are hidden until
everything that can be concluded leaves each small cell at least ``minimum`` values to choose from – or as many as the
totals of its row and its column leave anyhow: an answer that three people gave in all can hide no more. Cells hidden
for their sake are no secret themselves; if they were, one rare answer would hide every table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tenants.results.computing.crossing import CrossTable
from tenants.results.computing.shifting import Cell, moved


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """A cross-tab that may be shown: ``cells[row][column]`` sheets, None where the number is protected."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    totals: Mapping[str, int]
    cells: Mapping[str, Mapping[str, int | None]]

    def shown(self, row: str, column: str) -> int | None:
        """The number in a cell, or None where it is protected."""
        return self.cells[row][column]

    @property
    def hidden(self) -> frozenset[Cell]:
        """The protected cells."""
        return frozenset(
            (row, column) for row in self.rows for column in self.columns if self.shown(row, column) is None
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all may be shown, or all groups are too small to stand apart."""
        return len(self.columns) < 2 or len(self.hidden) == len(self.rows) * len(self.columns)


def protected(table: CrossTable, minimum: int) -> ProtectedTable:
    """Hide every cell from 1 to ``minimum`` - 1, and as many others as it takes to keep these secret."""
    small = sorted(cell for cell in _cells(table) if _is_small(table, cell, minimum))
    needed = {cell: min(minimum, _most(table, cell)) for cell in small}
    hidden = set(small)
    # What is hidden later only widens what was wide enough before: each small cell is looked at once.
    for cell in small:
        while _is_found(table, hidden, cell, needed[cell]) and (partner := _partner(table, hidden, cell)):
            hidden.add(partner)
    # Some were hidden in vain before others made the difference; the largest tell most.
    for cell in sorted(hidden - set(small), key=lambda one: (-_value(table, one), one)):
        without = hidden - {cell}
        if not any(_is_found(table, without, one, needed[one]) for one in small):
            hidden = without
    cells = {
        row: {column: None if (row, column) in hidden else table.cells[row][column] for column in table.columns}
        for row in table.rows
    }
    return ProtectedTable(table.rows, table.columns, dict(table.totals), cells)


def _is_found(table: CrossTable, hidden: set[Cell], cell: Cell, needed: int) -> bool:
    return width(table, hidden, cell, needed) < needed


def _is_small(table: CrossTable, cell: Cell, minimum: int) -> bool:
    value = _value(table, cell)
    # Where answers overlap those who did not give one are a cell too that nobody sees but everybody can work out.
    others = table.totals[cell[1]] - value if table.rows_overlap else 0
    return 0 < value < minimum or 0 < others < minimum


def _most(table: CrossTable, cell: Cell) -> int:
    """The largest value the totals of its row and its column leave a cell."""
    row, column = cell
    return min(sum(table.cells[row].values()), table.totals[column])


def _partner(table: CrossTable, hidden: set[Cell], cell: Cell) -> Cell | None:
    """The next cell to hide as well; None when nothing is left to hide."""
    left = [other for other in _cells(table) if other not in hidden]
    beside = [other for other in left if other[0] == cell[0] or other[1] == cell[1]]
    # Small ones lose least, but nothing is gained by hiding a zero as long as there is another.
    return min(beside or left, key=lambda other: (_value(table, other) == 0, _value(table, other), other), default=None)


def width(table: CrossTable, hidden: set[Cell], cell: Cell, enough: int) -> int:
    """How far apart the smallest and the largest possible value of a hidden cell are; no more than ``enough`` is told.

    Exact: everything that follows from all totals together, not only from one row or column at a time.
    """
    values = {one: _value(table, one) for one in hidden}
    if table.rows_overlap:
        row = [one for one in hidden if one[0] == cell[0] and one != cell]
        up = min(table.totals[cell[1]] - values[cell], sum(values[one] for one in row))
        down = min(values[cell], sum(table.totals[one[1]] - values[one] for one in row))
    else:
        up = moved(values, cell, enough, rising=True)
        down = min(values[cell], moved(values, cell, enough, rising=False))
    return min(enough, up + down)


def _cells(table: CrossTable) -> Iterator[Cell]:
    return ((row, column) for row in table.rows for column in table.columns)


def _value(table: CrossTable, cell: Cell) -> int:
    return table.cells[cell[0]][cell[1]]
