"""What people do here: have a release made, read the exact AMIF totals."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone

from kisi.audit.actions import record, record_read
from kisi.core.actors import Actor
from kisi.core.periods import Period, PeriodKind
from shared.disclosure import Thresholds
from shared.metrics.models import AmifTotal, Release, ReleaseRun
from shared.metrics.releasing.running import wake
from shared.metrics.vocabulary import OPEN


class ReleaseRefused(ValueError):
    """There can be no release of this period now; the text says why, for people."""


def request_release(*, period: Period, by: Actor, thresholds: Thresholds | None = None) -> ReleaseRun:
    """Write down that a release is to be made and wake a worker. One that is being made already is returned.

    Before the cut-off date the result is an interim release. Raises ``ReleaseRefused``.
    """
    if period.kind is not PeriodKind.HALF_YEAR:
        raise ReleaseRefused("Veröffentlicht werden Halbjahre.")
    if period.starts_at > timezone.now():
        raise ReleaseRefused("Dieser Zeitraum hat noch nicht begonnen.")
    try:
        with transaction.atomic():
            run = ReleaseRun.objects.create(
                period=period.key,
                thresholds=(thresholds or Thresholds()).as_json(),
                seed=secrets.token_hex(8),
                requested_by=by.label,
                touched_at=timezone.now(),
            )
            record(
                "metrics.release_requested",
                by=by,
                subject=f"metrics.releaserun:{run.pk}",
                details={"period": period.key},
            )
            transaction.on_commit(lambda: wake(run.pk), robust=True)
    except IntegrityError:
        return ReleaseRun.objects.get(period=period.key, status__in=OPEN)
    return run


def read_amif_totals(*, release: Release, by: Actor) -> list[AmifTotal]:
    """The exact totals of a release for the report to the Commission; that they were read is recorded.

    The caller has checked ``Permission.AMIF_VIEW``.
    """
    with transaction.atomic():
        rows = list(AmifTotal.objects.filter(release=release))
        record_read("metrics.amif_read", by=by, subject=f"metrics.release:{release.pk}", details={"figures": len(rows)})
    return rows
