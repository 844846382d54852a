"""The job behind a release: collect once more, read, protect, freeze. Nothing is written before the last step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

import structlog
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kisi.audit.actions import record
from kisi.core.actors import SYSTEM
from kisi.core.periods import period_of
from shared.disclosure import CATALOGUE, Earlier, Protected, Task, Thresholds, protect
from shared.metrics.collection.running import collect
from shared.metrics.models import Release, ReleaseRun
from shared.metrics.releasing.amif import exact_totals, known_from, known_of_release
from shared.metrics.releasing.freezing import cells_of_release, freeze
from shared.metrics.releasing.inputs import Inputs, inputs_of, read_inputs
from shared.metrics.vocabulary import OPEN, JobStatus, RunReason

CARRY_ON_RELEASE: Final = "shared.metrics.tasks.carry_on_release"
"""By name: tasks stand above."""
_log = structlog.get_logger(__name__)


def carry_on(run_id: UUID) -> bool:
    """Make the release of this run; False when it is over or a release is being made. Runs in the central realm.

    One release after the other: each is protected against what all others together tell. Whoever had to wait is
    woken when the one before is done.

    What goes wrong is written into the run, not raised; a killed worker leaves an open run behind, which is
    begun again from the start.
    """
    run = _claim(run_id)
    if run is None:
        return False
    _make(run)
    _wake_next()
    return True


def _make(run: ReleaseRun) -> None:
    period = period_of(run.period)
    collect(period, reason=RunReason.RELEASE)
    _touch(run.pk)
    inputs = read_inputs(period)
    if not inputs.towns.figures:
        _fail(run.pk, "Es liegen noch keine Zahlen vor.")
        return
    same = _same_as_before(run, inputs)
    if same is not None:
        _finish(run.pk, same)
        return
    protected = _protect(run, inputs)
    for one in protected.withheld:
        _log.warning("table_withheld", metric=one.metric, level=one.level, axes=one.axes, period=run.period)
    _freeze(run.pk, inputs, protected)


def _claim(run_id: UUID) -> ReleaseRun | None:
    """Take a run that waits or that nobody has touched for long, unless another release is being made."""
    silent_since = timezone.now() - timedelta(seconds=settings.KISI_RELEASE_STALE_SECONDS)
    with transaction.atomic():
        # All open runs are locked in one order, so that of two workers the second sees what the first has taken.
        open_runs = list(ReleaseRun.objects.select_for_update().filter(status__in=OPEN).order_by("pk"))
        running = [one for one in open_runs if one.status == JobStatus.RUNNING and one.touched_at > silent_since]
        run = next((one for one in open_runs if one.pk == run_id), None)
        if run is None or running:
            return None
        run.status, run.touched_at, run.starts = JobStatus.RUNNING, timezone.now(), run.starts + 1
        run.save(update_fields=["status", "touched_at", "starts"])
    return run


def _wake_next() -> None:
    """Wake the run that waits longest; without a broker the sweeper finds it."""
    waiting = ReleaseRun.objects.filter(status=JobStatus.QUEUED).order_by("requested_at", "pk").first()
    if waiting:
        transaction.on_commit(partial(wake, waiting.pk), robust=True)


def _touch(run_id: UUID, done: int = 0, parts: int = 0) -> None:
    ReleaseRun.objects.filter(pk=run_id, status__in=OPEN).update(
        touched_at=timezone.now(), done_parts=done, all_parts=parts
    )


def _same_as_before(run: ReleaseRun, inputs: Inputs) -> Release | None:
    """The newest release of the period, when it was computed from the very same numbers and is no interim one."""
    newest = Release.objects.filter(period=run.period).order_by("-number").first()
    if newest is None or newest.input_hash != inputs.digest(Thresholds.of(run.thresholds)):
        return None
    was_early = newest.is_interim and timezone.now() >= period_of(run.period).ends_at
    return None if was_early or newest.missing != inputs.missing else newest


def _protect(run: ReleaseRun, inputs: Inputs) -> Protected:
    # Those of an older catalogue too: what both show can be compared, and new tables have no earlier cells.
    same_period = Release.objects.filter(period=run.period)
    before = reversed(same_period.order_by("-number")[: settings.KISI_RELEASES_ATTACKED_TOGETHER])
    # Of every other period its newest one: in stocks the same people stand again.
    newest = Release.objects.exclude(period=run.period).order_by("period", "-number").distinct("period")
    cut_off, thresholds = period_of(run.period).last_day, Thresholds.of(run.thresholds)
    others = sorted(newest, key=lambda one: one.cut_off)
    task = Task(
        catalogue=CATALOGUE,
        towns=inputs.towns,
        thresholds=thresholds,
        seed=run.seed,
        earlier=_read(before),
        before=_read([one for one in others if one.cut_off < cut_off][-thresholds.editions_at_once :]),
        after=_read([one for one in others if one.cut_off > cut_off][:1]),
        known_exactly=known_from(key.metric for key in exact_totals(inputs, thresholds)),
    )
    return protect(task, progress=lambda done, parts: _touch(run.pk, done, parts))


def _read(releases: Iterable[Release]) -> list[Earlier]:
    return [Earlier(inputs_of(one.pk), cells_of_release(one.pk), known_of_release(one.pk)) for one in releases]


def _freeze(run_id: UUID, inputs: Inputs, protected: Protected) -> None:
    """Release and end of the run in one transaction: a run has one release or none, never two."""
    with transaction.atomic():
        run = ReleaseRun.objects.select_for_update().get(pk=run_id)
        if run.status not in OPEN:
            return
        exact = exact_totals(inputs, Thresholds.of(run.thresholds))
        given = {key: number for key, number in exact.items() if key.metric not in protected.totals_withheld}
        release = freeze(run, inputs, protected, given)
        run.status, run.release, run.touched_at = JobStatus.DONE, release, timezone.now()
        run.save()
        details = {"period": release.period, "number": release.number, "input_hash": release.input_hash}
        record("metrics.released", by=SYSTEM, subject=f"metrics.release:{release.pk}", details=details)


def _finish(run_id: UUID, release: Release) -> None:
    ReleaseRun.objects.filter(pk=run_id, status__in=OPEN).update(
        status=JobStatus.DONE, release=release, touched_at=timezone.now()
    )


def _fail(run_id: UUID, why: str) -> None:
    ReleaseRun.objects.filter(pk=run_id, status__in=OPEN).update(
        status=JobStatus.FAILED, error=why, touched_at=timezone.now()
    )


def wake(run_id: UUID) -> None:
    """Tell a worker that there is a release to make, trying once. Raises what the broker's client raises."""
    current_app.tasks[CARRY_ON_RELEASE].apply_async(args=[str(run_id)], retry=False)


def wake_forgotten_releases() -> int:
    """Wake open runs without a sign of life, give up those that always die; how many were woken."""
    silent_since = timezone.now() - timedelta(seconds=settings.KISI_RELEASE_STALE_SECONDS)
    forgotten = ReleaseRun.objects.filter(status__in=OPEN, touched_at__lte=silent_since)
    for run in forgotten.filter(starts__gte=settings.KISI_JOB_STARTS):
        _fail(run.pk, "Die Berechnung wurde zu oft abgebrochen.")
    numbers = list(forgotten.values_list("pk", flat=True))
    for number in numbers:
        wake(number)
    return len(numbers)
