"""What people choose for themselves. It concerns nobody else: no row in the audit trail."""

from __future__ import annotations

from kisi.accounts.models import User


def use_shortcuts(*, user: User, is_on: bool) -> None:
    """Switch shortcuts of single keys on or off (WCAG 2.1.4)."""
    user.uses_shortcuts = is_on
    user.save(update_fields=["uses_shortcuts"])


def remember_release_notes(*, user: User, mark: str) -> None:
    """Note which release notes a person has seen (``kisi.help.release_notes``)."""
    if user.seen_release_notes != mark:
        user.seen_release_notes = mark
        user.save(update_fields=["seen_release_notes"])
