"""Every audit trail, recomputed link by link and compared with its anchors."""

from __future__ import annotations

from kisi.audit.verification import verify
from kisi.core.realms import Realm
from shared.operation.checks.places import round_of
from shared.operation.reports import Report


def audit_trails() -> Report:
    """The first bad row of every trail that is not whole."""
    return round_of(_faults)


def _faults(realm: Realm) -> str:
    verdict = verify(realm)
    return "" if verdict.ok else verdict.explanation
