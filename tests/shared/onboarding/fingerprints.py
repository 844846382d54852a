"""What a municipality's schema holds, as something that can be compared."""

from __future__ import annotations

from typing import Any

from kisi.tenancy import catalog
from kisi.tenancy.database import owner_cursor, quoted


def structure_of(schema: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that makes up the structure."""
    with owner_cursor() as cursor:
        return catalog.description_of(cursor, schema)


def rows_of(schema: str) -> dict[str, list[str]]:
    """Every row of every table as PostgreSQL writes it, sorted."""
    with owner_cursor() as cursor:
        tables = [row[1] for row in catalog.rows(cursor, catalog.TABLES, schema)]
        found = {}
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {quoted(schema)}.{quoted(table)} t ORDER BY 1")
            found[table] = [row[0] for row in cursor.fetchall()]
    return found


def last_numbers_of(schema: str) -> dict[str, int | None]:
    """The last value of every sequence."""
    with owner_cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = %s ORDER BY 1", [schema])
        return dict(cursor.fetchall())


def traces_of(schema: str) -> list[str]:
    """Where the database still knows this name: as a schema, as a role, in a table's rights."""
    with owner_cursor() as cursor:
        cursor.execute(
            "SELECT 'schema' FROM pg_namespace WHERE nspname = %(name)s"
            " UNION ALL SELECT 'role' FROM pg_roles WHERE rolname = %(name)s"
            " UNION ALL SELECT 'rights on ' || relname FROM pg_class WHERE relacl::text LIKE '%%' || %(name)s || '%%'",
            {"name": schema},
        )
        return [row[0] for row in cursor.fetchall()]
