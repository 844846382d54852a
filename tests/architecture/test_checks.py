"""Django's own checks pass: every worker runs them when it starts, and dies when one fails."""

from __future__ import annotations

from django.core.checks import run_checks


def test_system_checks_find_nothing() -> None:
    """Errors and warnings alike."""
    assert run_checks() == []
