"""Runs and batches: begun as rows, worked on by whoever is woken, safe to be killed and repeated anywhere.

Counting a town twice gives the same numbers, so a batch needs no lock: claiming it only keeps two
workers from doing the same work.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from celery import current_app
from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction
from django.db.models import F, Q
from django.utils import timezone

from kisi.core.facts import Collector, collectors
from kisi.core.periods import Period, period_of
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.tenancy.directory import UnknownMunicipality, all_municipalities, municipality
from shared.metrics.collection.counting import count
from shared.metrics.collection.failures import note_failure
from shared.metrics.definitions import mirror
from shared.metrics.models import CollectionBatch, CollectionRun, FillState
from shared.metrics.vocabulary import OPEN, FillStatus, JobStatus, RunReason
from shared.municipalities.vocabulary import Status

SIGN_OF_LIFE_SECONDS: Final = 5.0
"""How often a batch shows that somebody is at it; much less than ``KISI_COLLECT_STALE_SECONDS``."""
WORK_ON_BATCH: Final = "shared.metrics.tasks.work_on_batch"
"""By name: tasks stand above."""


def reporting_towns() -> list[MunicipalityRef]:
    """The municipalities that are asked: those that are active."""
    return [one for one in all_municipalities() if one.status == Status.ACTIVE]


def begin_run(
    period: Period, *, reason: RunReason, towns: Sequence[MunicipalityRef] | None = None, wake: bool = True
) -> CollectionRun:
    """Write a run with its batches down and, when the transaction commits, wake workers for them.

    Runs in the central realm. ``towns`` are all reporting ones unless given.
    """
    mirror()
    ids = [one.id for one in (reporting_towns() if towns is None else towns)]
    size = settings.KISI_COLLECT_BATCH
    now = timezone.now()
    with transaction.atomic():
        run = CollectionRun.objects.create(period=period.key, reason=reason, towns=len(ids))
        batches = CollectionBatch.objects.bulk_create(
            CollectionBatch(run=run, municipality_ids=ids[start : start + size], touched_at=now)
            for start in range(0, len(ids), size)
        )
        if wake:
            for batch in batches:
                transaction.on_commit(lambda number=batch.pk: send_wake_up(number), robust=True)  # type: ignore[misc]
        if not batches:
            _finish_run(run.pk)
    return run


def send_wake_up(batch_id: UUID) -> None:
    """Tell a worker that there is a batch to work on, trying once. Raises what the broker's client raises."""
    current_app.tasks[WORK_ON_BATCH].apply_async(args=[str(batch_id)], retry=False)


def collect(
    period: Period, *, towns: Sequence[MunicipalityRef] | None = None, reason: RunReason = RunReason.REQUEST
) -> CollectionRun:
    """Collect here and now, in this process; the finished run. Enters the realms it needs."""
    with inside(CENTRAL):
        run = begin_run(period, reason=reason, towns=towns, wake=False)
        for batch_id in list(run.batches.values_list("pk", flat=True)):
            work_on(batch_id)
        run.refresh_from_db()
    return run


def work_on(batch_id: UUID) -> bool:
    """Do one batch from wherever it was left; False when somebody else is at it or it is done.

    Runs in the central realm and enters each town's. A town's fault is written down and never raised.
    """
    batch = _claim(batch_id)
    if batch is None:
        return False
    period = period_of(batch.run.period)
    sources = collectors()
    towns = [found for number in batch.municipality_ids if (found := _still_here(number))]
    known = _known_fingerprints(towns, period)
    results = {"counted": 0, "unchanged": 0, "failed": 0}
    seen_at = time.monotonic()
    for town in towns:
        results[_count_town(town, sources, period, known)] += 1
        if time.monotonic() - seen_at >= SIGN_OF_LIFE_SECONDS:
            _touch(batch_id)
            seen_at = time.monotonic()
    with transaction.atomic():
        CollectionBatch.objects.filter(pk=batch_id).update(status=JobStatus.DONE, touched_at=timezone.now(), **results)
        _finish_run(batch.run_id)
    return True


def give_up(batch_id: UUID) -> None:
    """Close a batch that never comes to its end, so that its run can end; its towns stay as they are."""
    with transaction.atomic():
        batch = CollectionBatch.objects.select_for_update().get(pk=batch_id)
        batch.status = JobStatus.FAILED
        batch.failed = len(batch.municipality_ids)
        batch.save()
        _finish_run(batch.run_id)


def _claim(batch_id: UUID) -> CollectionBatch | None:
    """Take a batch that waits, or that nobody has touched for long (its worker died)."""
    silent_since = timezone.now() - timedelta(seconds=settings.KISI_COLLECT_STALE_SECONDS)
    free = Q(status=JobStatus.QUEUED) | Q(status=JobStatus.RUNNING, touched_at__lte=silent_since)
    claimed = CollectionBatch.objects.filter(free, pk=batch_id).update(
        status=JobStatus.RUNNING, touched_at=timezone.now(), starts=F("starts") + 1
    )
    return CollectionBatch.objects.select_related("run").get(pk=batch_id) if claimed else None


def _touch(batch_id: UUID) -> None:
    CollectionBatch.objects.filter(pk=batch_id).update(touched_at=timezone.now())


def _still_here(municipality_id: int) -> MunicipalityRef | None:
    """The town, unless it has left meanwhile."""
    try:
        return municipality(municipality_id)
    except UnknownMunicipality:
        return None


def _known_fingerprints(towns: Sequence[MunicipalityRef], period: Period) -> dict[tuple[str, str], str]:
    """(role, collector) → what the last success was counted from, in one query."""
    rows = FillState.objects.filter(role__in=[town.schema for town in towns], period=period.key, status=FillStatus.DONE)
    return {(role, key): mark for role, key, mark in rows.values_list("role", "collector", "fingerprint")}


def _count_town(
    town: MunicipalityRef, sources: Sequence[Collector], period: Period, known: dict[tuple[str, str], str]
) -> str:
    """Let every collector count one town; what it came to, as the name of a batch's field."""
    changed, failed = False, False
    for source in sources:
        try:
            with inside(realm_of(town)):
                changed |= count(source, period, known=known.get((town.schema, source.key), ""))
        except Exception as error:  # whatever it was: this town is shown as missing, the others go on
            failed = True
            _note(town, source, period, error)
    return "failed" if failed else "counted" if changed else "unchanged"


def _note(town: MunicipalityRef, source: Collector, period: Period, error: Exception) -> None:
    try:
        note_failure(town, source.key, period, error)
    except (DatabaseError, InterfaceError):
        # The town left in this very moment (no role, no row), or the database is gone and the batch stays open.
        if _still_here(town.id) is not None:
            raise


def _finish_run(run_id: UUID) -> None:
    """Mark a run as over when nothing of it is open; the rows decide, not who comes last.

    Whoever comes second waits for the first one's commit: else each of two that end their batches at the same moment
    would see the other's still open, and the run would never be over.
    """
    CollectionRun.objects.select_for_update().get(pk=run_id)
    still_open = CollectionBatch.objects.filter(run=run_id, status__in=OPEN)
    if not still_open.exists():
        CollectionRun.objects.filter(pk=run_id, finished_at=None).update(finished_at=timezone.now())
