"""Cross-tabs protect people: what is hidden cannot be found, tested with an exact solver."""

from __future__ import annotations

import random
from typing import Any

import highspy
import pytest

from shared.instruments.definition import parse
from tenants.results.computing.crossing import REST, CrossTable, cross
from tenants.results.computing.protection import Cell, protected
from tests.tenants.results.waves import content

AREA = parse(content("administration")).question("employer_area")
BARRIERS = parse(content("administration")).question("barriers")
MINIMUM = 5


def width(table: CrossTable, hidden: frozenset[Cell], cell: Cell) -> float:
    """How far apart the smallest and the largest possible value of a hidden cell are, knowing all totals."""
    solver = highspy.Highs()
    solver.silent()
    places = {other: at for at, other in enumerate(sorted(hidden))}
    for other in sorted(hidden):
        solver.addVar(0, table.totals[other[1]])
    lines = [[one for one in places if one[0] == row] for row in table.rows]
    if not table.rows_overlap:
        lines += [[one for one in places if one[1] == column] for column in table.columns]
    for line in lines:
        total = sum(table.cells[row][column] for row, column in line)
        if line:
            solver.addRow(total, total, len(line), [places[one] for one in line], [1.0] * len(line))
    found = []
    for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
        for at in places.values():
            solver.changeColCost(at, 1.0 if at == places[cell] else 0.0)
        solver.changeObjectiveSense(sense)
        solver.run()
        found.append(solver.getInfo().objective_function_value)
    return found[1] - found[0]


def table_of(rows: list[list[int]], *, overlap: bool = False) -> CrossTable:
    """A table of bare numbers."""
    names = tuple(f"r{at}" for at in range(len(rows)))
    columns = tuple(f"c{at}" for at in range(len(rows[0])))
    cells = {name: dict(zip(columns, row, strict=True)) for name, row in zip(names, rows, strict=True)}
    return CrossTable(names, columns, cells, {c: sum(cells[r][c] for r in names) for c in columns}, overlap)


def small(table: CrossTable) -> set[Cell]:
    """Cells that tell of few people; where answers overlap those that all but few gave are such too."""
    found = set()
    for row in table.rows:
        for column, number in table.cells[row].items():
            others = table.totals[column] - number if table.rows_overlap else 0
            if 0 < number < MINIMUM or 0 < others < MINIMUM:
                found.add((row, column))
    return found


def test_one_small_cell_takes_others_along() -> None:
    """One man works in the youth office: hiding him alone would tell him by subtraction."""
    table = table_of([[12, 9], [8, 1], [20, 30]])
    safe = protected(table, MINIMUM)
    assert safe.shown("r1", "c1") is None
    assert safe.shown("r1", "c0") is None
    assert len(safe.hidden) >= 4
    assert width(table, safe.hidden, ("r1", "c1")) >= MINIMUM


def test_a_rare_answer_does_not_hide_the_whole_table() -> None:
    """Three people in all gave the first answer: their groups stay secret, what large groups answered is seen."""
    table = table_of([[2, 1, 0], [18, 20, 14], [28, 25, 16], [36, 24, 17]])
    safe = protected(table, MINIMUM)
    assert safe.hidden == {("r0", "c0"), ("r0", "c1"), ("r1", "c0"), ("r1", "c1")}


def test_all_totals_together_tell_nothing() -> None:
    """Here each row and each column alone left five values, but two rows and two columns together only three."""
    table = table_of([[5, 3, 30, 1], [14, 30, 3, 2], [5, 0, 2, 14], [2, 3, 1, 30]])
    safe = protected(table, MINIMUM)
    assert not safe.is_empty
    assert min(width(table, safe.hidden, cell) for cell in small(table)) >= MINIMUM


@pytest.mark.parametrize("overlap", [False, True])
def test_nothing_hidden_can_be_found(overlap: bool) -> None:
    """Against the exact solver, over many tables."""
    chance, protected_cells = random.Random(7), 0
    for _ in range(120):
        shape = (chance.randint(2, 7), chance.randint(2, 5))
        rows = [[chance.choice((0, 0, 1, 2, 3, 5, 8, 14, 30)) for _ in range(shape[1])] for _ in range(shape[0])]
        table = table_of(rows, overlap=overlap)
        safe = protected(table, MINIMUM)
        assert small(table) <= safe.hidden
        everything = len(safe.hidden) == shape[0] * shape[1]
        for cell in () if everything else safe.hidden & small(table):
            protected_cells += 1
            # What few gave in all, or what a small group gave, is no wider than the total everybody knows.
            needed = min(MINIMUM, sum(table.cells[cell[0]].values()), table.totals[cell[1]])
            assert width(table, safe.hidden, cell) >= needed - 1e-6, (rows, sorted(safe.hidden), cell)
    assert protected_cells > 300


def test_small_groups_go_together() -> None:
    """A group of two is not shown, nor can it be found as the rest of the total."""
    pairs: list[tuple[str, Any]] = [("w", "social")] * 9 + [("m", "youth")] * 8 + [("d", "work")] * 2
    table = cross(AREA, pairs, ["w", "m", "d"], MINIMUM)
    assert table.columns == ("w", REST)
    assert dict(table.totals) == {"w": 9, REST: 10}
    alone = cross(AREA, [("w", "social"), ("m", "youth")], ["w", "m", "d"], MINIMUM)
    assert dict(alone.totals) == {REST: 2}
    assert protected(alone, MINIMUM).is_empty


def test_several_answers_and_unknown_ones() -> None:
    pairs: list[tuple[str, Any]] = [("w", ["language", "costs"])] * 6 + [("w", None), ("zz", ["costs"])]
    table = cross(BARRIERS, pairs, ["w"], 1)
    assert dict(table.totals) == {"w": 6, REST: 1}
    assert (table.cells["language"]["w"], table.cells["costs"][REST]) == (6, 1)


def test_all_but_one_is_a_small_cell_too() -> None:
    """Of several answers each is a question of its own: who did not give it is a number as well."""
    table = CrossTable(("r0",), ("c0", "c1"), {"r0": {"c0": 19, "c1": 10}}, {"c0": 20, "c1": 20}, rows_overlap=True)
    assert protected(table, MINIMUM).shown("r0", "c0") is None
