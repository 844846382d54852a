"""Inside one town: count what one collector reports and write it, as the town's own database role."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from kisi.core.facts import Basis, Collector, Observation, cell_key, metric
from kisi.core.periods import Period
from kisi.core.realms import current_municipality
from shared.metrics.models import Contribution, FillState
from shared.metrics.vocabulary import FillStatus

TRIES = 3
"""Two workers that count one town at once disturb each other; the second try sees what the first one wrote."""
_COLLISIONS: Final = frozenset({"40001", "40P01", "23505"})


def count(source: Collector, period: Period, *, known: str = "") -> bool:
    """Count anew and replace the town's numbers; False when they would rest on the same that ``known`` stands for.

    Everything is read in one snapshot and written in the same transaction, so that numbers, fill state
    and fingerprint belong together. Raises what the collector raises, ``WrongObservation`` and database
    errors; nothing is written then.
    """
    if known and source.look(period).fingerprint == known:
        return False
    for tried in range(1, TRIES + 1):
        try:
            _count_in_one_transaction(source, period)
            return True
        except (OperationalError, IntegrityError) as error:
            if tried == TRIES or getattr(error.__cause__, "sqlstate", "") not in _COLLISIONS:
                raise
    raise AssertionError("unreachable")


def _count_in_one_transaction(source: Collector, period: Period) -> None:
    started_at = timezone.now()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        basis = source.look(period)
        rows = source.count(basis)
        _replace(source, period, rows, started_at)
        _note_success(source, basis, len(rows), started_at)


type _Place = tuple[str, str]
type _Value = tuple[int, int | None, str, int]

_PLACE: Final = ("metric", "cell")
_VALUE: Final = ("numerator", "denominator", "definition", "version")


def _replace(source: Collector, period: Period, rows: list[Observation], now: datetime) -> None:
    """Write what is different from the numbers that stand there; most stay as they are when one sheet came.

    A town may add and delete numbers, not change them.
    """
    key = {"role": current_municipality().schema, "period": period.key}
    own = Contribution.objects.filter(**key, metric__in=source.metrics).order_by()
    standing: dict[_Place, tuple[int, _Value]] = {
        (one, cell): (number, tuple(value)) for number, one, cell, *value in own.values_list("pk", *_PLACE, *_VALUE)
    }
    wanted = {(row.metric, cell_key(row.cell)): _value(row) for row in rows}
    kept = {place for place, (_number, value) in standing.items() if wanted.get(place) == value}
    if gone := [number for place, (number, _value) in standing.items() if place not in kept]:
        own.filter(pk__in=gone).delete()
    Contribution.objects.bulk_create(
        Contribution(**key, **dict(zip((*_PLACE, *_VALUE), (*place, *value), strict=True)), collected_at=now)
        for place, value in wanted.items()
        if place not in kept
    )


def _value(row: Observation) -> _Value:
    declared = metric(row.metric)
    return (row.numerator, row.denominator, declared.digest, declared.version)


def _note_success(source: Collector, basis: Basis, figures: int, started_at: datetime) -> None:
    noted = FillState(
        role=current_municipality().schema,
        collector=source.key,
        period=basis.period.key,
        status=FillStatus.DONE,
        fingerprint=basis.fingerprint,
        started_at=started_at,
        finished_at=timezone.now(),
        figures=figures,
    )
    FillState.objects.bulk_create(
        [noted],
        update_conflicts=True,
        unique_fields=["role", "period", "collector"],
        update_fields=[
            "status", "fingerprint", "started_at", "finished_at", "figures", "attempts", "next_attempt_at", "error",
        ],
    )  # fmt: skip
