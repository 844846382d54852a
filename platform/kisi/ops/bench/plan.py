"""Which benchmarks there are, and one run of them."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from types import FrameType
from typing import Final

from kisi.ops.bench import figures, machine, memory, migrations, provisioning, requests, survey
from kisi.ops.bench.contest import TRIAL_TOWNS, Course, Effort, Progress, Steps
from kisi.ops.bench.entrant import BenchError, UnknownBenchmark
from kisi.ops.bench.report import Benchmark, BenchReport
from kisi.ops.bench.stage import open_stage

__all__ = ["KEYS", "BenchError", "UnknownBenchmark", "run"]

_GROUPS: Final[dict[tuple[str, ...], Callable[[Course], list[Benchmark]]]] = {
    ("requests", "requests_p99_ms"): requests.requests,
    ("worker_memory_mb", "worker_backends_mb"): memory.memory,
    ("provisioning_ms", "provisioning_growth"): provisioning.provisioning,
    ("provisioning_unfilled_ms",): provisioning.provisioning_unfilled,
    ("migrate_noop_s",): migrations.migrate_noop,
    ("migrate_one_column_s",): migrations.migrate_one_column,
    ("collect_s", "collect_unchanged_s", "release_s", "release_attacked_s"): figures.figures,
    ("survey_p50_ms", "survey_p99_ms", "survey_rush_p99_ms"): survey.survey,
}
KEYS: Final = tuple(key for keys in _GROUPS for key in keys)


def run(
    *,
    only: str | Sequence[str] | None = None,
    towns: int = TRIAL_TOWNS,
    runs: int = 5,
    progress: Progress | None = None,
    effort: Effort | None = None,
) -> BenchReport:
    """Measure everything, or only the given keys, on a scratch server that is gone afterwards.

    ``progress`` is called with (done, of). Raises ``BenchError`` for an unknown key and when an entrant
    fails, ``ServerError`` when the server does not start.
    """
    wanted = _wanted(only)
    machine_now = machine.description()
    effort = effort or Effort()
    with _ended_by_signal(), open_stage(effort.shape) as stage:
        course = Course(stage, towns, runs, effort, Steps(progress))
        found = [
            benchmark
            for keys, measure in _GROUPS.items()
            if wanted & set(keys)
            for benchmark in measure(course)
            if benchmark.key in wanted
        ]
        return BenchReport(machine_now, asdict(stage.shape), found)


def _wanted(only: str | Sequence[str] | None) -> set[str]:
    if not only:
        return set(KEYS)
    wanted = {only} if isinstance(only, str) else set(only)
    if unknown := sorted(wanted - set(KEYS)):
        raise UnknownBenchmark(f"Diese Messung gibt es nicht: {', '.join(unknown)}. Es gibt: {', '.join(KEYS)}.")
    return wanted


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """Let SIGTERM end the run the way Ctrl-C does, so that everything is cleared away."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
