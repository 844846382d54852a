"""Closing a municipality's database role, so that what is archived is all there ever will be.

A status alone would not do: other processes learn of it within a second, and a request may just be
writing. A role that cannot log in and whose connections are ended writes nothing any more, wherever
the code that wanted to runs. Runs in the provisioning realm.
"""

from __future__ import annotations

import time
from typing import Final

from django.db import connection, transaction

from kisi.tenancy.database import quoted

PATIENCE: Final = 10.0
"""Seconds a connection gets to end after it was told to."""


class StillConnected(RuntimeError):
    """A connection of the municipality did not end in time."""


def seal(role: str) -> None:
    """Let nobody log in as this role any more and end the connections there are. Raises ``StillConnected``."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE {quoted(role)} NOLOGIN")
    deadline = time.monotonic() + PATIENCE
    while _end_connections(role):
        if time.monotonic() > deadline:
            raise StillConnected("Eine Datenbankverbindung der Kommune ließ sich nicht beenden.")
        time.sleep(0.05)


def unseal(role: str) -> None:
    """Let the role log in again."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER ROLE {quoted(role)} LOGIN")


def _end_connections(role: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [role])
        return len(cursor.fetchall())
