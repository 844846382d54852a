"""One worker at a time for one job – for as long as the worker lives, and not a moment longer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from kisi.tenancy.database import owner_cursor


@contextmanager
def only_worker_of(job_id: UUID) -> Iterator[bool]:
    """True for the one process that works on this job now, False for every other.

    An advisory lock inside an open transaction on a connection of its own, beside the one the work is
    done on (which changes its role from step to step). There is no lease that could run out too early
    or too late: when the process is killed, the server sees the connection end and the lock is free.
    """
    with owner_cursor() as cursor, cursor.connection.transaction():
        # An archive may take longer than the server otherwise allows a transaction to rest.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"kisi job {job_id}"])
        row = cursor.fetchone()
        yield bool(row and row[0])
