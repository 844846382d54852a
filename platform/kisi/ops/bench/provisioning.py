"""Making one more municipality: the platform's way, stock's full migrate, stock's clone."""

from __future__ import annotations

from kisi.ops.bench.contest import TRIAL_TOWNS, Course, take_turns
from kisi.ops.bench.report import OURS, Benchmark
from kisi.ops.bench.stage import PLATFORM, PLATFORM_UNFILLED, STOCK, STOCK_UNFILLED, Variant

Samples = dict[str, list[float]]


def provisioning(course: Course) -> list[Benchmark]:
    """``provisioning_ms``; with more towns than the trial's also ``provisioning_growth`` (times the figure at 42)."""
    at_first = _measure(course, PLATFORM, STOCK, min(course.towns, TRIAL_TOWNS))
    if course.towns <= TRIAL_TOWNS:
        return [_benchmark("provisioning_ms", "Kommune anlegen", at_first, course.towns)]
    at_last = _measure(course, PLATFORM, STOCK, course.towns)
    growth = {
        name: [last / first for first, last in zip(sorted(at_first[name]), sorted(at_last[name]), strict=True)]
        for name in at_last
    }
    return [
        _benchmark("provisioning_ms", "Kommune anlegen", at_last, course.towns),
        Benchmark.of(
            "provisioning_growth", f"Anlegen gegenüber {TRIAL_TOWNS} Kommunen", "×", "lower", growth, towns=course.towns
        ),
    ]


def provisioning_unfilled(course: Course) -> list[Benchmark]:
    """``provisioning_unfilled_ms``: the same with the platform's own tables only, as they are today."""
    towns = min(course.towns, TRIAL_TOWNS)
    samples = _measure(course, PLATFORM_UNFILLED, STOCK_UNFILLED, towns)
    course.stage.end(PLATFORM_UNFILLED, STOCK_UNFILLED)
    return [_benchmark("provisioning_unfilled_ms", "Kommune anlegen, nur eigene Tabellen", samples, towns)]


def _measure(course: Course, platform: Variant, stock: Variant, towns: int) -> Samples:
    ours = course.stage.prepare(platform, towns=towns)
    rival = course.stage.prepare(stock, towns=towns)
    return take_turns(
        course,
        {
            OURS: lambda run: 1000 * float(ours.ask("provision", number=run)),
            "stock_create": lambda run: 1000 * float(rival.ask("create", number=run)),
            "stock_clone": lambda run: 1000 * float(rival.ask("clone", number=run)),
        },
    )


def _benchmark(key: str, title: str, samples: Samples, towns: int) -> Benchmark:
    return Benchmark.of(key, title, "ms", "lower", samples, towns=towns)
