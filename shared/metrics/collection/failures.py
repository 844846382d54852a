"""A town that could not be counted: named, with the kind of fault, and tried again later."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kisi.core.facts import WrongObservation
from kisi.core.periods import Period
from kisi.core.realms import CENTRAL, MunicipalityRef, inside
from shared.metrics.models import FillState
from shared.metrics.vocabulary import FillStatus

LONGEST_WAIT: Final = timedelta(hours=1)
_log = structlog.get_logger(__name__)


def describe(error: BaseException) -> str:
    """The kind of a fault, without what it says: database errors repeat values of rows."""
    if isinstance(error, WrongObservation):
        return str(error)[:300]
    sqlstate = getattr(error.__cause__, "sqlstate", None)
    return f"{type(error).__name__}{f' ({sqlstate})' if sqlstate else ''}"[:300]


def note_failure(municipality: MunicipalityRef, collector: str, period: Period, error: BaseException) -> None:
    """Write down, in the central realm, that a town's transaction came to nothing. Its last numbers stay."""
    now = timezone.now()
    _log.error(
        "collection_failed",
        municipality=municipality.ags,
        collector=collector,
        period=period.key,
        error=describe(error),
        at=_place_of(error),
    )
    with inside(CENTRAL), transaction.atomic():
        state, _new = FillState.objects.select_for_update().get_or_create(
            role=municipality.schema,
            collector=collector,
            period=period.key,
            defaults={"status": FillStatus.FAILED, "started_at": now},
        )
        state.status = FillStatus.FAILED
        state.started_at = now
        state.error = describe(error)
        state.attempts += 1
        state.next_attempt_at = now + back_off(state.attempts)
        state.save()


def back_off(attempts: int) -> timedelta:
    """How long to wait after so many failures in a row."""
    seconds = timedelta(seconds=settings.KISI_COLLECT_BACKOFF_SECONDS * 2 ** min(attempts - 1, 20))
    return min(seconds, LONGEST_WAIT)


def _place_of(error: BaseException) -> str:
    """Where it happened: the innermost line of our own code, for whoever repairs it."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
