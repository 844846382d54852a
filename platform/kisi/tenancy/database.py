"""Small things about talking to PostgreSQL that several parts of the kernel share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from django.db import connection as django_connection
from psycopg import ClientCursor

from kisi.core.realms import OWNER_ROLE, PUBLIC_SCHEMA, inside, owning
from kisi.tenancy.connections import STORE

Cursor = psycopg.Cursor[Any]
_NAME: Final = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def quoted(name: str) -> str:
    """A schema's or role's name as it may stand in SQL.

    Raises ``ValueError`` for anything but lower-case letters, digits and underscores: our own names
    never need more, so nothing else ever gets into a statement.
    """
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a name of ours: {name!r}")
    return f'"{name}"'


@contextmanager
def owner_cursor() -> Iterator[Cursor]:
    """A plain cursor that works as the owner of everything, in autocommit mode (only where provisioning is allowed).

    Raises ``NoProvisioningRights`` in a process without the provisioner's password.
    """
    realm = owning(PUBLIC_SCHEMA)
    with inside(realm):
        params = django_connection.get_connection_params() | {"cursor_factory": ClientCursor}
    connection = STORE.take(realm, lambda: psycopg.connect(**params, autocommit=True))
    try:
        with ClientCursor(connection) as cursor:
            yield cursor
    except BaseException:
        STORE.discard(connection)
        raise
    STORE.give_back(connection)


def work_as_owner_of(cursor: Cursor, schema: str, *, lock_timeout: str = "2s") -> None:
    """For the rest of the open transaction: be the owner, stand in ``schema``, wait at most so long for a lock."""
    cursor.execute(
        f"SET LOCAL ROLE {quoted(OWNER_ROLE)}; SET LOCAL search_path = {quoted(schema)};"
        f" SET LOCAL lock_timeout = '{lock_timeout}'"
    )
