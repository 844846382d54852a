"""Cross-tabs: the answers to one question by a group people belong to, before anything is protected.

Answers that ask for a need are put together to „Bedarf“ and „kein Bedarf“, on the page, in files and for programs: so
fewer numbers are small enough to be protected, and nowhere do finer rows stand from which one could be subtracted. A
table is protected by itself; that nobody ever holds two of the same question is ``cross_tabs``' part.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shared.instruments.definition import DONT_KNOW, Question

REST: Final = ""
"""The key of the column that holds groups too small to stand alone."""
NEED: Final = "need"
NO_NEED: Final = "no_need"


@dataclass(frozen=True, slots=True)
class CrossTable:
    """``cells[row][column]`` sheets; ``totals[column]`` sheets with an answer. Rows of ``multi`` overlap."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[str, Mapping[str, int]]
    totals: Mapping[str, int]
    rows_overlap: bool


def cross(question: Question, pairs: Iterable[tuple[str, Any]], groups: Sequence[str], smallest: int) -> CrossTable:
    """Count pairs (group, answer). Unknown groups, and groups under ``smallest``, go together into ``REST``.

    If that is still too small it takes the next smallest group along, so that no column can be found by
    subtracting the others from the total. Answers that are missing or „weiß nicht“ do not count.
    """
    row_of = put_together(question)
    cells: dict[str, Counter[str]] = defaultdict(Counter)
    totals = Counter[str]()
    for group, answer in pairs:
        if answer is None or answer == DONT_KNOW:
            continue
        key = group if group in groups else REST
        totals[key] += 1
        for value in answer if isinstance(answer, list) else [str(answer)]:
            cells[key][row_of.get(value, value)] += 1
    merged = _merged(totals, smallest)
    for key in merged:
        cells[REST].update(cells.pop(key))
        totals[REST] += totals.pop(key)
    columns = tuple(key for key in (*groups, REST) if totals.get(key))
    rows = tuple(dict.fromkeys(row_of.get(value, value) for value in question.values if value != DONT_KNOW))
    return CrossTable(
        rows,
        columns,
        {row: {column: cells[column][row] for column in columns} for row in rows},
        {column: totals[column] for column in columns},
        rows_overlap=question.type == "multi",
    )


def put_together(question: Question) -> dict[str, str]:
    """Answer → the row it is counted in, where the question asks for a need; nothing for any other question."""
    measures = question.measures
    if measures is None or measures.aspect != "need" or question.type not in {"single", "scale"}:
        return {}
    values = [value for value in question.values if value != DONT_KNOW]
    rows = {value: NEED if value in measures.positive else NO_NEED for value in values}
    return rows if len(set(rows.values())) > 1 else {}


def _merged(totals: Mapping[str, int], smallest: int) -> list[str]:
    """Which groups go into the rest."""
    rest = totals.get(REST, 0)
    merged = []
    for key, number in sorted(
        (pair for pair in totals.items() if pair[0] != REST), key=lambda pair: (pair[1], pair[0])
    ):
        if number < smallest or 0 < rest < smallest:
            merged.append(key)
            rest += number
    return merged
