"""Connections on which nobody waits for ever.

``statement_timeout`` bounds what the server does; nothing bounded how long we wait for a server whose answer never
arrives: a firewall that forgot the connection, a proxy that hangs, a link that lets through a byte a second
(THREATS.md T40). Keepalives find a dead machine, but not a living one in between that says nothing.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

import psycopg
from django.conf import settings
from psycopg.abc import RV, PQGen

from kisi.core.realms import Realm, RealmKind

DIRECTORY_SECONDS: Final = 5.0
"""For the look-up of hosts: it takes milliseconds, and others may wait behind it."""
_CHECKED_EVERY: Final = 0.1
_MAKES_AND_MOVES: Final = frozenset({RealmKind.PROVISIONING, RealmKind.OWNING})


class BoundedConnection(psycopg.Connection[Any]):
    """Gives up, and is closed, where an answer is not complete after ``KISI_DATABASE_ANSWER_SECONDS``."""

    answer_seconds: ClassVar[float | None] = None

    def wait(self, gen: PQGen[RV], interval: float = _CHECKED_EVERY, timeout: float | None = None) -> RV:
        """As psycopg does it, with an end. Raises ``OperationalError``: what was asked for may have happened or not."""
        seconds = timeout if timeout is not None else self.answer_seconds or settings.KISI_DATABASE_ANSWER_SECONDS
        try:
            return super().wait(gen, interval, seconds)
        except psycopg.errors._WaitTimeout as silence:
            if timeout is not None:
                raise
            # Its answer may still come: nobody may take it for the answer to something else.
            self.close()
            raise psycopg.OperationalError(f"The database did not answer within {seconds:g} seconds.") from silence


class DirectoryConnection(BoundedConnection):
    """For the look-up of hosts."""

    answer_seconds = DIRECTORY_SECONDS


def connection_class(realm: Realm) -> type[psycopg.Connection[Any]]:
    """What a realm's connections are: bounded, but for those who make and move municipalities."""
    return psycopg.Connection if makes_and_moves(realm) else BoundedConnection


def makes_and_moves(realm: Realm) -> bool:
    """Whether a realm is there for migrations, archives and onboarding: minutes of work, in processes of their own."""
    return realm.kind in _MAKES_AND_MOVES
