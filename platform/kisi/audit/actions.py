"""Writing the audit trail. Every action of the platform calls ``record`` inside its own transaction."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from kisi.audit.models import Entry
from kisi.core.actors import Actor


class OutsideTransaction(RuntimeError):
    """An audit row must be committed together with what it tells of, so there has to be a transaction."""


def record(event: str, *, by: Actor, subject: str = "", details: dict[str, Any] | None = None) -> None:
    """Note what was done, in the transaction that does it.

    ``event`` is ``app.past_participle``, ``subject`` a reference such as ``accounts.user:12``. The
    chain is locked from here until the commit, so call it last and keep transactions short.
    Raises ``OutsideTransaction``.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(f"„{event}“ is recorded outside a transaction.")
    _append(event, by=by, subject=subject, details=details, is_read=False)


def record_read(event: str, *, by: Actor, subject: str, details: dict[str, Any] | None = None) -> None:
    """Note that somebody looked at a personal record; in the open transaction, else in one of its own."""
    with transaction.atomic():
        _append(event, by=by, subject=subject, details=details, is_read=True)


def _append(event: str, *, by: Actor, subject: str, details: dict[str, Any] | None, is_read: bool) -> None:
    Entry.objects.create(
        event=event,
        subject=subject,
        details=details or {},
        is_read=is_read,
        actor_kind=by.kind,
        actor_id=by.id,
        actor_label=by.label,
    )
