"""Inside one town: count what one collector reports and write it, as the town's own database role."""

from __future__ import annotations

from datetime import datetime

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from kisi.core.facts import Collector, Observation, cell_key, checked, metric
from kisi.core.periods import Period
from kisi.core.realms import current_municipality
from shared.metrics.models import Contribution, FillState
from shared.metrics.vocabulary import FillStatus

TRIES = 3
"""Two workers that count one town at once disturb each other; the second try sees what the first one wrote."""
_COLLISIONS = frozenset({"40001", "40P01"})


def count(source: Collector, period: Period, *, known: str = "") -> bool:
    """Count anew and replace the town's numbers; False when the data are still those that ``known`` stands for.

    Everything is read in one snapshot and written in the same transaction, so that numbers, fill state
    and fingerprint belong together. Raises what the collector raises, ``WrongObservation`` and database
    errors; nothing is written then.
    """
    if known and source.fingerprint(period) == known:
        return False
    for tried in range(1, TRIES + 1):
        try:
            _count_in_one_transaction(source, period)
            return True
        except OperationalError as error:
            if tried == TRIES or getattr(error.__cause__, "sqlstate", "") not in _COLLISIONS:
                raise
    raise AssertionError("unreachable")


def _count_in_one_transaction(source: Collector, period: Period) -> None:
    started_at = timezone.now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        fingerprint = source.fingerprint(period)
        rows = checked(source, source.run(period))
        _replace(source, period, rows, started_at)
        _note_success(source, period, fingerprint, len(rows), started_at)


def _replace(source: Collector, period: Period, rows: list[Observation], now: datetime) -> None:
    role = current_municipality().schema
    definitions = {key: metric(key) for key in source.metrics}
    digests = {key: one.digest() for key, one in definitions.items()}
    Contribution.objects.filter(role=role, period=period.key, metric__in=source.metrics).delete()
    Contribution.objects.bulk_create(
        Contribution(
            role=role,
            metric=row.metric,
            period=period.key,
            cell=cell_key(row.cell),
            numerator=row.numerator,
            denominator=row.denominator,
            definition=digests[row.metric],
            version=definitions[row.metric].version,
            collected_at=now,
        )
        for row in rows
    )


def _note_success(source: Collector, period: Period, fingerprint: str, figures: int, started_at: datetime) -> None:
    FillState.objects.update_or_create(
        role=current_municipality().schema,
        collector=source.key,
        period=period.key,
        defaults={
            "status": FillStatus.DONE,
            "fingerprint": fingerprint,
            "started_at": started_at,
            "finished_at": timezone.now(),
            "figures": figures,
            "attempts": 0,
            "next_attempt_at": None,
            "error": "",
        },
    )
