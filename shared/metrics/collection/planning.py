"""When what is collected: the open half-years regularly, failed towns sooner, forgotten batches again."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from kisi.core.periods import Period, period_at, period_of
from shared.metrics.collection.running import begin_run, give_up, reporting_towns, send_wake_up
from shared.metrics.models import CollectionBatch, CollectionRun, FillState
from shared.metrics.vocabulary import OPEN, FillStatus, RunReason


def open_periods() -> list[Period]:
    """The half-years still collected: the running one and the one before, whose late changes become deltas."""
    running = period_at(timezone.now())
    return [running.previous, running]


def begin_what_is_due() -> list[CollectionRun]:
    """Begin a run for every open period that was not looked through lately, else one for its failed towns."""
    due = due_failures()
    begun = [_begin_for(period, due.get(period.key, set())) for period in open_periods()]
    return [run for run in begun if run is not None]


def _begin_for(period: Period, failed_roles: set[str]) -> CollectionRun | None:
    last = CollectionRun.objects.filter(period=period.key).exclude(reason=RunReason.RETRY).first()
    if last is None or last.started_at <= timezone.now() - timedelta(seconds=settings.KISI_COLLECT_SECONDS):
        return begin_run(period, reason=RunReason.SCHEDULE)
    towns = [town for town in reporting_towns() if town.schema in failed_roles]
    is_busy = CollectionRun.objects.filter(period=period.key, finished_at=None).exists()
    return begin_run(period, reason=RunReason.RETRY, towns=towns) if towns and not is_busy else None


def due_failures() -> dict[str, set[str]]:
    """Period → roles of the towns whose time to be tried again has come."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = FillState.objects.filter(status=FillStatus.FAILED, next_attempt_at__lte=timezone.now())
    for period, role in rows.values_list("period", "role"):
        found[period].add(role)
    return found


def wake_forgotten_batches() -> int:
    """Send a wake-up for every open batch without a sign of life; how many. The claim decides who works on it.

    A batch that was begun ``KISI_JOB_STARTS`` times and killed its worker each time is given up.
    """
    silent_since = timezone.now() - timedelta(seconds=settings.KISI_COLLECT_STALE_SECONDS)
    forgotten = CollectionBatch.objects.filter(status__in=OPEN, touched_at__lte=silent_since)
    hopeless = forgotten.filter(starts__gte=settings.KISI_JOB_STARTS)
    for number in list(hopeless.values_list("pk", flat=True)):
        give_up(number)
    numbers = list(forgotten.order_by("touched_at").values_list("pk", flat=True))
    for number in numbers:
        send_wake_up(number)
    return len(numbers)


def forget_old_runs() -> int:
    """Delete runs that ended long ago; the fill states stay."""
    until = timezone.now() - timedelta(days=settings.KISI_COLLECT_KEEP_DAYS)
    deleted, _by_model = CollectionRun.objects.filter(finished_at__lte=until).delete()
    return deleted


def periods_with_figures() -> list[Period]:
    """Every period of which something was collected, the newest first."""
    keys = FillState.objects.order_by().values_list("period", flat=True).distinct()
    return sorted({period_of(key) for key in keys} | set(open_periods()), reverse=True)
