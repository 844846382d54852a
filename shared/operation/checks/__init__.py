"""What the platform looks at by itself: one function a kind, which changes nothing it need not heal."""

from collections.abc import Callable
from typing import Final

from shared.operation.checks.audit_trails import audit_trails
from shared.operation.checks.logins import logins
from shared.operation.checks.mail import mail
from shared.operation.checks.reconciled import reconciled
from shared.operation.checks.tables import tables
from shared.operation.reports import Report
from shared.operation.vocabulary import CheckKind

CHECKS: Final[dict[CheckKind, Callable[[], Report]]] = {
    CheckKind.AUDIT: audit_trails,
    CheckKind.RECONCILING: reconciled,
    CheckKind.LOGINS: logins,
    CheckKind.TABLES: tables,
    CheckKind.MAIL: mail,
}

__all__ = ["CHECKS", "audit_trails", "logins", "mail", "reconciled", "tables"]
