"""Reads with more than one caller. Run in the central realm."""

from __future__ import annotations

from shared.operation.models import Check
from shared.operation.vocabulary import OPEN_STATES


def newest_checks() -> dict[str, Check]:
    """The newest finished check of each kind."""
    finished = Check.objects.exclude(state__in=OPEN_STATES).order_by("kind", "-requested_at", "pk").distinct("kind")
    return {check.kind: check for check in finished}


def open_checks() -> dict[str, Check]:
    """The check of each kind whose result is still to come."""
    return {check.kind: check for check in Check.objects.filter(state__in=OPEN_STATES)}
