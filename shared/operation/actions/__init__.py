"""Everything the operation writes: checks and their results, and the platform's own texts."""

from shared.operation.actions.checks import (
    begin_due_checks,
    keep_report,
    request_check,
    run_check,
    wake_forgotten_checks,
)
from shared.operation.actions.texts import change_texts

__all__ = [
    "begin_due_checks",
    "change_texts",
    "keep_report",
    "request_check",
    "run_check",
    "wake_forgotten_checks",
]
