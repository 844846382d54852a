"""One indexed query a request over random hosts: throughput and the slow end."""

from __future__ import annotations

from kisi.ops.bench.contest import TRIAL_TOWNS, Course, rotated
from kisi.ops.bench.report import OURS, Benchmark
from kisi.ops.bench.stage import PLAIN, PLATFORM, STOCK, hosts

_ENTRANTS = {OURS: PLATFORM, "plain_django": PLAIN, "stock_django_tenants": STOCK}
_TABLE = "filler_record01"


def requests(course: Course) -> list[Benchmark]:
    """``requests`` and ``requests_p99_ms``."""
    towns = min(course.towns, TRIAL_TOWNS)
    names = hosts(towns)
    for variant in _ENTRANTS.values():
        entrant = course.stage.prepare(variant, towns=towns)
        entrant.ask("seed", towns=towns, rows=course.effort.rows)
        course.stage.tidy(variant, _TABLE)
        # Every connection is open, every cache is warm.
        entrant.ask("visit", hosts=names)
    course.steps.expect(course.runs + 1)
    durations = [_one_run(course, names, run) for run in range(course.runs + 1)][1:]
    throughput = {name: [len(run[name]) / sum(run[name]) for run in durations] for name in _ENTRANTS}
    slow_end = {name: [_percentile_99(run[name]) * 1000 for run in durations] for name in _ENTRANTS}
    course.stage.end(*_ENTRANTS.values())
    return [
        Benchmark.of("requests", "Anfragen mit einer Abfrage", "req/s", "higher", throughput, towns=towns),
        Benchmark.of("requests_p99_ms", "langsamste 1 % der Anfragen", "ms", "lower", slow_end, towns=towns),
    ]


def _one_run(course: Course, names: list[str], run: int) -> dict[str, list[float]]:
    """The seconds of every request of every entrant, taken in short turns so that noise hits all alike."""
    effort = course.effort
    taken: dict[str, list[float]] = {name: [] for name in _ENTRANTS}
    for part in range(effort.slices):
        for name in rotated(list(_ENTRANTS), run + part):
            variant = _ENTRANTS[name]
            entrant = course.stage.entrant(variant)
            taken[name] += entrant.ask(
                "serve",
                hosts=names,
                count=max(1, effort.requests // effort.slices),
                # Without tenants the rows of all towns stand in one table.
                rows=effort.rows * (len(names) if variant is PLAIN else 1),
                seed=run * 1000 + part,
            )
    course.steps.done()
    return taken


def _percentile_99(durations: list[float]) -> float:
    ordered = sorted(durations)
    return ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
