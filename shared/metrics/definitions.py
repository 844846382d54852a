"""Mirrors the metrics declared in code into rows, so that every wording they ever had stays readable."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.db import IntegrityError, transaction
from django.utils import timezone

from kisi.core.facts import Metric, metrics
from kisi.core.realms import CENTRAL, inside
from shared.metrics.models import MetricDefinition


def mirror(*, progress: Callable[[int, int], None] | None = None) -> int:
    """Note definitions that are new or worded differently; how many. Enters the central realm itself.

    A metric that is no longer declared keeps its history, its last wording is marked as replaced.
    """
    declared = {one.key: one for one in metrics()}
    with inside(CENTRAL):
        current = {row.key: row for row in MetricDefinition.objects.filter(replaced_at=None)}
        changed = [one for key, one in declared.items() if key not in current or current[key].digest != one.digest]
        gone = [key for key in current if key not in declared]
        if changed or gone:
            _write(changed, gone)
    if progress:
        progress(len(declared), len(declared))
    return len(changed)


def _write(changed: list[Metric], gone: list[str]) -> None:
    # Two processes that start at once: the second one finds done what it wanted to do.
    with suppress(IntegrityError), transaction.atomic():
        _replace([one.key for one in changed] + gone)
        for one in changed:
            _introduce(one)


def _replace(keys: list[str]) -> None:
    MetricDefinition.objects.filter(key__in=keys, replaced_at=None).update(replaced_at=timezone.now())


def _introduce(one: Metric) -> None:
    last = MetricDefinition.objects.filter(key=one.key).order_by("-revision").first()
    MetricDefinition.objects.create(
        key=one.key,
        version=one.version,
        revision=last.revision + 1 if last else 1,
        digest=one.digest,
        content=one.content(),
    )
