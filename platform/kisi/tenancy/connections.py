"""Connections kept per process and keyed by database role.

Kept per process, not per thread: 42 municipalities × threads would not fit. A connection serves one
role for its whole life, so nothing has to be SET when it is handed out (TENANCY.md: 114 µs a query
against 234 µs), and nothing a request does to it can reach another municipality.
"""

from __future__ import annotations

import os
import select
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from kisi.core.realms import Realm

Key = tuple[str, str, str]


class TooManyConnections(psycopg.OperationalError):
    """Every connection of this process is in use and none came back in time."""


class WrongConnection(RuntimeError):
    """A connection does not stand where its realm says; it is never handed out."""


@dataclass(slots=True, eq=False)
class Kept:
    """A connection with what the store has to know of it."""

    connection: psycopg.Connection[Any]
    key: Key
    opened_at: float
    uses: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """How many connections one process keeps, and for how long (seconds)."""

    capacity: int = 48
    max_age: float = 600.0
    max_uses: int = 20_000
    patience: float = 5.0


class ConnectionStore:
    """A bounded store of connections; the least recently used idle one makes room."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._start_empty()

    def _start_empty(self) -> None:
        self._changed = threading.Condition()
        self._idle: dict[Key, list[Kept]] = {}
        self._oldest_idle_first: OrderedDict[int, Kept] = OrderedDict()
        self._lent: dict[int, Kept] = {}
        self._opening = 0

    def forget(self) -> None:
        """Leave every connection to the parent process (after a fork); never close them from here."""
        self._left_to_parent = (self._idle, self._lent)
        self._start_empty()

    def take(self, realm: Realm, connect: Callable[[], psycopg.Connection[Any]]) -> psycopg.Connection[Any]:
        """A connection for ``realm``: a kept one, else a new one made by ``connect``.

        Raises ``TooManyConnections`` when all are lent and none returns within the limit's patience,
        ``WrongConnection`` when a new connection does not stand where the realm says.
        """
        kept = self._take_idle(realm)
        if kept is None:
            kept = self._open(realm, connect)
        kept.uses += 1
        return kept.connection

    def _take_idle(self, realm: Realm) -> Kept | None:
        """An idle connection of the realm's role, or a reserved place to open one (None)."""
        key = realm.connection_key
        deadline = 0.0
        with self._changed:
            while True:
                while idle := self._idle.get(key):
                    kept = idle.pop()
                    del self._oldest_idle_first[id(kept)]
                    if self._is_sound(kept, realm):
                        self._lent[id(kept.connection)] = kept
                        return kept
                    kept.connection.close()
                if self._make_room():
                    self._opening += 1
                    return None
                deadline = deadline or time.monotonic() + self.limits.patience
                if not self._changed.wait(deadline - time.monotonic()):
                    raise TooManyConnections("Alle Datenbankverbindungen dieses Prozesses sind in Gebrauch.")

    def _make_room(self) -> bool:
        """True when one more connection may be opened, closing the least recently used idle one if needed."""
        if len(self._lent) + len(self._oldest_idle_first) + self._opening < self.limits.capacity:
            return True
        if not self._oldest_idle_first:
            return False
        _, eldest = self._oldest_idle_first.popitem(last=False)
        self._idle[eldest.key].remove(eldest)
        eldest.connection.close()
        return True

    def _open(self, realm: Realm, connect: Callable[[], psycopg.Connection[Any]]) -> Kept:
        try:
            connection = connect()
            if not stands_in(connection, realm):
                connection.close()
                raise WrongConnection(f"A new connection does not stand in {realm.search_path!r}.")
            kept = Kept(connection, realm.connection_key, time.monotonic())
            with self._changed:
                self._lent[id(connection)] = kept
            return kept
        finally:
            with self._changed:
                self._opening -= 1
                self._changed.notify()

    def _is_sound(self, kept: Kept, realm: Realm) -> bool:
        return (
            kept.uses < self.limits.max_uses
            and time.monotonic() - kept.opened_at < self.limits.max_age
            and not server_has_spoken(kept.connection)
            and stands_in(kept.connection, realm)
        )

    def give_back(self, connection: psycopg.Connection[Any]) -> None:
        """Keep a connection for the next one who needs this role; close it if it is not clean."""
        with self._changed:
            kept = self._lent.pop(id(connection), None)
            if kept is not None and connection.pgconn.transaction_status == TransactionStatus.IDLE:
                self._idle.setdefault(kept.key, []).append(kept)
                self._oldest_idle_first[id(kept)] = kept
                self._changed.notify()
                return
            self._changed.notify()
        connection.close()

    def discard(self, connection: psycopg.Connection[Any]) -> None:
        """Close a connection for good."""
        with self._changed:
            self._lent.pop(id(connection), None)
            self._changed.notify()
        connection.close()

    def close_idle(self, key: Key | None = None) -> int:
        """Close the idle connections (of one role); the number closed. Needed before a role can be dropped."""
        with self._changed:
            doomed = [kept for kept in self._oldest_idle_first.values() if key in (None, kept.key)]
            for kept in doomed:
                del self._oldest_idle_first[id(kept)]
                self._idle[kept.key].remove(kept)
            self._changed.notify_all()
        for kept in doomed:
            kept.connection.close()
        return len(doomed)

    def counts(self) -> dict[str, int]:
        """How many connections are idle and lent, for metrics and tests."""
        with self._changed:
            return {"idle": len(self._oldest_idle_first), "lent": len(self._lent)}


def stands_in(connection: psycopg.Connection[Any], realm: Realm) -> bool:
    """Whether the server says that this connection is the realm's (PostgreSQL 18 reports both; 72 ns each)."""
    pgconn = connection.pgconn
    return (
        pgconn.parameter_status(b"search_path") == realm.search_path.encode()
        and pgconn.parameter_status(b"session_authorization") == realm.role.encode()
    )


def is_direct(connection: psycopg.Connection[Any]) -> bool:
    """Whether nobody stands between: a pooler gives its clients numbers of its own.

    Behind one (PgBouncer in transaction mode) two statements may reach two server processes, and what one of them
    has prepared the other does not know.
    """
    row = connection.execute("SELECT pg_backend_pid()").fetchone()
    return row is not None and row[0] == connection.info.backend_pid


def server_has_spoken(connection: psycopg.Connection[Any]) -> bool:
    """Whether an idle connection has unread bytes or is closed: a server that says something unasked says goodbye."""
    if connection.closed:
        return True
    poll = select.poll()
    poll.register(connection.pgconn.socket, select.POLLIN | select.POLLERR | select.POLLHUP)
    return bool(poll.poll(0))


STORE = ConnectionStore()

os.register_at_fork(after_in_child=STORE.forget)
