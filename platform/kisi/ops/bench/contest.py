"""How entrants are measured: one after the other in every run, each run starting with another one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kisi.ops.bench.filler import REALISTIC, Shape
from kisi.ops.bench.stage import Stage

TRIAL_TOWNS: Final = 42
"""Towns of the trial and of the demonstration; requests always go to at most so many hosts."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is done in a run; tests do less."""

    shape: Shape = REALISTIC
    requests: int = 2_000
    """Requests of one entrant in one run."""
    slices: int = 10
    """Parts a run of requests is cut into; entrants take turns at every part."""
    rows: int = 1_000
    """Rows in the table a request reads."""
    sheets: int = 5_000
    """Sheets that a town's figures are counted from."""
    participants: int = 64
    """People who answer a survey at the same time, each once in a run."""
    warm_up: bool = True
    """Whether every entrant has a turn that does not count; without it the figures are those of a cold start."""
    with_pauses: bool = True
    """Whether they read their pages; without it the slow part of a survey's run only waits."""


class Steps:
    """Counts what is done for a progress bar; work announces itself before it begins."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress or (lambda _done, _of: None)
        self._done = 0
        self._expected = 0

    def expect(self, count: int) -> None:
        """So many steps more."""
        self._expected += count
        self._progress(self._done, self._expected)

    def done(self) -> None:
        """One step is done."""
        self._done += 1
        self._progress(self._done, max(self._done, self._expected))


@dataclass(frozen=True, slots=True)
class Course:
    """What every benchmark is given: the stage, how many towns, how many runs, how much of each."""

    stage: Stage
    towns: int
    runs: int
    effort: Effort
    steps: Steps


Turn = Callable[[int], float]
"""One measured turn of one entrant: takes the number of the run, returns what was measured."""


def take_turns(
    course: Course, turns: dict[str, Turn], *, warm_up: bool = True, before: Callable[[], None] | None = None
) -> dict[str, list[float]]:
    """What every entrant achieved in each run. ``before`` is called, unmeasured, before every run."""
    warm_up = warm_up and course.effort.warm_up
    course.steps.expect((course.runs + warm_up) * len(turns))
    samples: dict[str, list[float]] = {name: [] for name in turns}
    for run in range(0 if warm_up else 1, course.runs + 1):
        if before is not None:
            before()
        for name in rotated(list(turns), run):
            measured = turns[name](run)
            if run:
                samples[name].append(measured)
            course.steps.done()
    return samples


def rotated(names: Sequence[str], run: int) -> Iterator[str]:
    """The entrants in the order of this run: nobody is always first, or always after the same one."""
    start = run % len(names)
    turned = [*names[start:], *names[:start]]
    return iter(turned if run % 2 else reversed(turned))
