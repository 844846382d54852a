"""How far a hidden cell of a table can move while no total changes: a flow between its rows and columns.

A cell that rises takes from another of its column, whose row takes from another column, and so on back to its own row.
Rows and columns are the nodes; towards a column a cell grows, towards a row it shrinks, and never below nothing.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping

type Cell = tuple[str, str]
type _Node = tuple[bool, str]
"""Whether it is a column, and its key."""


def moved(values: Mapping[Cell, int], cell: Cell, enough: int, *, rising: bool) -> int:
    """By how much the cell can rise, or could fall if it were large enough; counting stops at ``enough``."""
    left = dict(values)
    row, column = (False, cell[0]), (True, cell[1])
    start, goal = (column, row) if rising else (row, column)
    total = 0
    while total < enough and (path := _path(left, cell, start, goal)):
        falling = [one for one, grows in path if not grows]
        step = min([enough - total, *(left[one] for one in falling)])
        for one, grows in path:
            left[one] += step if grows else -step
        total += step
    return total


def _path(left: Mapping[Cell, int], without: Cell, start: _Node, goal: _Node) -> list[tuple[Cell, bool]]:
    """The shortest way, as cells and whether each grows; empty where there is none."""
    ways: dict[_Node, list[tuple[_Node, Cell]]] = defaultdict(list)
    for one, value in left.items():
        if one != without:
            row, column = (False, one[0]), (True, one[1])
            ways[row].append((column, one))
            if value > 0:
                ways[column].append((row, one))
    came: dict[_Node, tuple[_Node, Cell] | None] = {start: None}
    waiting = deque([start])
    while waiting and goal not in came:
        here = waiting.popleft()
        for there, one in ways[here]:
            if there not in came:
                came[there] = (here, one)
                waiting.append(there)
    path: list[tuple[Cell, bool]] = []
    node = goal
    while step := came.get(node):
        path.append((step[1], node[0]))
        node = step[0]
    return path
