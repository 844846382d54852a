"""How far begun sheets came: at which page people stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A page: ``reached`` begun sheets came to it; ``waiting`` stand there unsent, ``stopped`` ended there."""

    page: str
    reached: int
    waiting: int
    stopped: int


def steps(pages: Sequence[str], sent: int, unsent: Mapping[str, tuple[int, int]]) -> list[Step]:
    """Every page in the order it is asked. ``unsent``: page → (waiting, stopped), "" means the first page.

    Sheets whose page is not (or no longer) asked count for the first. Pages that skip logic leaves out count as
    reached by everybody who came further: nobody stopped there.
    """
    at = dict.fromkeys(pages, (0, 0))
    for page, (waiting, stopped) in unsent.items():
        key = page if page in at else pages[0]
        at[key] = (at[key][0] + waiting, at[key][1] + stopped)
    reached = sent
    found = []
    for page in reversed(pages):
        waiting, stopped = at[page]
        reached += waiting + stopped
        found.append(Step(page, reached, waiting, stopped))
    return found[::-1]


def hardest(found: Sequence[Step]) -> Step | None:
    """The page at which the largest share of those who reached it stopped; None where nobody did."""
    candidates = [step for step in found if step.stopped]
    return max(candidates, key=lambda step: step.stopped / step.reached, default=None)
