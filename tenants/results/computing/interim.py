"""Numbers that may leave the house while sheets still come: two states do not tell what lies between them.

A question's numbers move only when as many answers came as a report needs of a question at all, and they are coarse:
numbers of sheets rounded down to whole twenties, shares to whole fives of percent. As counts they stay whole numbers,
and everything that is worked out from them (charts, ranges, judgements) is as coarse as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from tenants.results.computing.tallies import Tally, WaveTally

PERCENT_STEP: Final = 5
SHEET_STEP: Final = 100 // PERCENT_STEP

Numbers = Mapping[str, Any]
"""Numbers as they were when they last moved: ``{"sheets": 60, "tallies": {code: {"answered", "counts", "positive"}}}``,
exact; what has not come to ``SHEET_STEP`` yet is missing."""


def stepped(kept: Numbers, now: WaveTally) -> dict[str, Any]:
    """What is kept from now on: of each question, and of the sheets, the old numbers or those of now."""
    tallies = dict(kept.get("tallies", {}))
    for code, one in now.tallies.items():
        if one.answered >= tallies.get(code, {"answered": 0})["answered"] + SHEET_STEP:
            tallies[code] = {"answered": one.answered, "counts": dict(one.counts), "positive": one.positive}
    sheets = kept.get("sheets", 0)
    return {"sheets": now.sheets if now.sheets >= sheets + SHEET_STEP else sheets, "tallies": tallies}


def coarse(kept: Numbers, now: WaveTally) -> WaveTally:
    """What is kept, rounded, for the questions of ``now``; of what is not kept there are no answers."""
    found = {code: _coarse(one, kept["tallies"].get(code)) for code, one in now.tallies.items()}
    return WaveTally(_down(kept["sheets"]), found)


def _coarse(now: Tally, kept: Numbers | None) -> Tally:
    if kept is None:
        return replace(now, shown=0, hidden=0, answered=0, dont_know=0, counts={}, positive=0)
    exact, answered = kept["answered"], _down(kept["answered"])

    def near(number: int) -> int:
        return round(number / exact * SHEET_STEP) * (answered // SHEET_STEP)

    counts = {value: near(number) for value, number in kept["counts"].items()}
    positive = near(kept["positive"])
    return replace(now, shown=answered, hidden=0, answered=answered, dont_know=0, counts=counts, positive=positive)


def _down(number: int) -> int:
    return number // SHEET_STEP * SHEET_STEP
