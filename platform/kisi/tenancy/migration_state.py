"""Which migrations a schema has, as one short hash – the same in Python and in SQL."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from django.db.migrations.loader import MigrationLoader

from kisi.tenancy.database import Cursor, quoted

CHUNK: Final = 250
"""Schemas a UNION ALL statement asks at once (TENANCY.md: one statement over 2,000 gets slow to plan)."""


def state_of(migrations: Iterable[tuple[str, str]]) -> str:
    """The hash of a set of (app, name) pairs."""
    listed = ",".join(sorted(f"{app}.{name}" for app, name in migrations))
    return hashlib.md5(listed.encode(), usedforsecurity=False).hexdigest()


def state_of_code() -> str:
    """The hash of all migrations that this version of the software brings."""
    loader = MigrationLoader(None)
    return state_of(loader.graph.nodes)


@cache
def known_state_of_code() -> str:
    """``state_of_code``, worked out once a process: its code does not change."""
    return state_of_code()


def states_of_schemas(cursor: Cursor, schemas: Sequence[str]) -> dict[str, str]:
    """The state of every given schema, read from its own ``django_migrations`` (a schema without one: empty)."""
    present = _schemas_with_records(cursor)
    known = [schema for schema in schemas if schema in present]
    states = dict.fromkeys(schemas, "")
    for start in range(0, len(known), CHUNK):
        states.update(_states_of_chunk(cursor, known[start : start + CHUNK]))
    return states


def state_query(schema: str) -> str:
    """The query for one schema's state, from its own records."""
    return (
        f"SELECT md5(coalesce(string_agg(app || '.' || name, ',' "  # noqa: S608 (checked by quoted)
        f"ORDER BY (app || '.' || name) COLLATE \"C\"), '')) FROM {quoted(schema)}.django_migrations"
    )


def _schemas_with_records(cursor: Cursor) -> set[str]:
    cursor.execute(
        "SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relname = 'django_migrations' AND c.relkind = 'r'"
    )
    return {row[0] for row in cursor.fetchall()}


def _states_of_chunk(cursor: Cursor, schemas: Sequence[str]) -> dict[str, str]:
    parts = [f"SELECT '{schema}', ({state_query(schema)})" for schema in schemas]
    cursor.execute(" UNION ALL ".join(parts))
    return dict(cursor.fetchall())
