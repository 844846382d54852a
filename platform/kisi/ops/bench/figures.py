"""Figures of all towns: collected, collected again when nothing changed, rounded for a release."""

from __future__ import annotations

from kisi.ops.bench.contest import Course, Turn, take_turns
from kisi.ops.bench.entrant import Entrant
from kisi.ops.bench.report import OURS, Benchmark
from kisi.ops.bench.stage import PLATFORM_UNFILLED


def figures(course: Course) -> list[Benchmark]:
    """``collect_s`` beside one UNION ALL, ``collect_unchanged_s``, ``release_s`` and ``release_attacked_s``."""
    course.stage.end()
    side = course.stage.prepare(PLATFORM_UNFILLED, towns=course.towns)
    course.steps.expect(1)
    side.ask("seed_sheets", sheets=course.effort.sheets)
    course.stage.tidy(PLATFORM_UNFILLED, "surveys_response")
    course.steps.done()
    found = [_collect(course, side)]
    found += [
        _alone(course, key, title, lambda _run, action=action, more=more: float(side.ask(action, **more)))  # type: ignore[misc]
        for key, title, action, more in (
            ("collect_unchanged_s", "Kennzahlen erheben, nichts geändert", "collect", {}),
            ("release_s", "Stand runden", "round_figures", {"is_attacked": False}),
            ("release_attacked_s", "Stand runden und angreifen", "round_figures", {"is_attacked": True}),
        )
    ]
    course.stage.end(PLATFORM_UNFILLED)
    return found


def _collect(course: Course, side: Entrant) -> Benchmark:
    turns = {OURS: lambda _run: float(side.ask("collect")), "union_all": lambda _run: float(side.ask("union_all"))}
    samples = take_turns(course, turns, before=lambda: side.ask("one_sheet_more"))
    title = f"Kennzahlen aus {course.effort.sheets} Bögen je Kommune erheben"
    return Benchmark.of("collect_s", title, "s", "lower", samples, towns=course.towns)


def _alone(course: Course, key: str, title: str, turn: Turn) -> Benchmark:
    """A figure without a rival."""
    samples = take_turns(course, {OURS: turn})
    return Benchmark.of(key, title, "s", "lower", samples, towns=course.towns)
