"""Migrating many towns: whole commands, from the start of the process to its end."""

from __future__ import annotations

import time

from kisi.ops.bench.contest import Course, take_turns
from kisi.ops.bench.entrant import run_command
from kisi.ops.bench.report import OURS, Benchmark
from kisi.ops.bench.stage import PLATFORM, STOCK, STOCK_PARALLEL, Variant

_COMMANDS: dict[str, tuple[Variant, tuple[str, ...]]] = {
    OURS: (PLATFORM, ("migrate",)),
    "stock_standard": (STOCK, ("migrate_schemas", "--executor=standard")),
    "stock_multiprocessing": (STOCK_PARALLEL, ("migrate_schemas", "--executor=multiprocessing")),
}


def migrate_noop(course: Course) -> list[Benchmark]:
    """``migrate_noop_s``: every schema is at the newest state already."""
    _fill(course)
    samples = take_turns(course, {name: lambda _run, name=name: _seconds(course, name) for name in _COMMANDS})  # type: ignore[misc]
    return [Benchmark.of("migrate_noop_s", "Migrieren, nichts zu tun", "s", "lower", samples, towns=course.towns)]


def migrate_one_column(course: Course) -> list[Benchmark]:
    """``migrate_one_column_s``: one new migration that adds one column; a new one in every run."""
    _fill(course)
    filler = course.stage.filler
    assert filler is not None  # noqa: S101 (filled entrants were prepared)
    samples = take_turns(
        course,
        {name: lambda _run, name=name: _seconds(course, name) for name in _COMMANDS},  # type: ignore[misc]
        warm_up=False,
        before=filler.add_column,
    )
    course.stage.expect_column(filler.columns, [variant for variant, _ in _COMMANDS.values()], towns=course.towns)
    return [
        Benchmark.of("migrate_one_column_s", "Migrieren, eine Spalte mehr", "s", "lower", samples, towns=course.towns)
    ]


def _fill(course: Course) -> None:
    variants = [variant for variant, _ in _COMMANDS.values()]
    course.steps.expect(len(variants))
    for variant in variants:
        course.stage.prepare(variant, towns=course.towns)
        course.steps.done()
    # Their processes hold connections and old migrations; the commands bring processes of their own.
    course.stage.end(*variants)


def _seconds(course: Course, name: str) -> float:
    variant, arguments = _COMMANDS[name]
    started = time.perf_counter()
    run_command(name, course.stage.environment(variant), arguments)
    return time.perf_counter() - started
