"""Reads one municipality's schema as it stood at one moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.apps import apps

from kisi.tenancy import catalog
from kisi.tenancy.blueprint import statements_of
from kisi.tenancy.database import Cursor, owner_cursor, quoted
from shared.onboarding.archive.contents import LEFT_OUT, MIGRATION_RECORDS, ArchivedColumn

_PRIMARY_KEYS: Final = """
SELECT c.relname, array_agg(a.attname ORDER BY k.position)
  FROM pg_constraint p JOIN pg_class c ON c.oid = p.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL unnest(p.conkey) WITH ORDINALITY AS k(number, position)
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
 WHERE n.nspname = %s AND p.contype = 'p' GROUP BY c.relname
"""


class Snapshot:
    """The tables of a schema inside one REPEATABLE READ transaction."""

    def __init__(self, cursor: Cursor, schema: str) -> None:
        self.cursor = cursor
        self.schema = schema
        self._identities: dict[str, dict[str, str]] = defaultdict(dict)
        tables = catalog.rows(cursor, catalog.TABLES, schema)
        self.columns: dict[str, list[ArchivedColumn]] = {row[1]: [] for row in tables}
        labels = _labels()
        for table, name, kind, not_null, _default, identity, generated, *rest in catalog.rows(
            cursor, catalog.COLUMNS, schema
        ):
            if generated:
                continue
            label = labels.get(table, {}).get(name, "")
            self.columns[table].append(ArchivedColumn(name, kind, not not_null, label))
            if identity:
                self._identities[table][name] = rest[2]
        self.primary_keys: dict[str, list[str]] = dict(cursor.execute(_PRIMARY_KEYS, [schema]).fetchall())

    def structure(self) -> list[str]:
        """The statements that make a schema like this one, empty but for its migration records."""
        return statements_of(self.cursor, self.schema)

    def migrations(self) -> list[tuple[str, str]]:
        """The migrations this schema has, in their order."""
        self.cursor.execute(catalog.MIGRATIONS.format(schema=quoted(self.schema)))
        return [(app, name) for app, name in self.cursor.fetchall()]

    def identity_values(self, table: str) -> dict[str, int | None]:
        """The last number that each identity column of a table has given out."""
        values: dict[str, int | None] = {}
        for column, sequence in self._identities[table].items():
            self.cursor.execute(
                "SELECT last_value FROM pg_sequences WHERE schemaname = %s AND sequencename = %s",
                [self.schema, sequence],
            )
            row = self.cursor.fetchone()
            values[column] = row[0] if row else None
        return values

    def rows_as_csv(self, table: str) -> Iterator[bytes]:
        """The rows in the primary key's order, as PostgreSQL writes CSV; only the heading where rows are left out."""
        columns = ", ".join(_identifier(column.name) for column in self.columns[table])
        order = ", ".join(_identifier(name) for name in self.primary_keys.get(table, [])) or columns
        nothing = "WHERE false" if table in LEFT_OUT else ""
        # The table's and columns' names come from the catalogue, quoted.
        query = f"SELECT {columns} FROM {quoted(self.schema)}.{_identifier(table)} {nothing} ORDER BY {order}"  # noqa: S608
        with self.cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER true)".encode()) as copy:
            for block in copy:
                yield bytes(block)


@contextmanager
def snapshot_of(schema: str) -> Iterator[Snapshot]:
    """One moment of a schema: what is written meanwhile is not seen."""
    with owner_cursor() as cursor, cursor.connection.transaction():
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        cursor.execute("SET LOCAL datestyle = 'ISO, YMD'")
        cursor.execute("SET LOCAL bytea_output = 'hex'")
        cursor.execute("SET LOCAL statement_timeout = 0")
        yield Snapshot(cursor, schema)


def table_labels() -> dict[str, str]:
    """What the product calls its tables."""
    labels = {model._meta.db_table: str(model._meta.verbose_name_plural) for model in apps.get_models()}
    return labels | {MIGRATION_RECORDS: "Stand der Datenbank"}


def _labels() -> dict[str, dict[str, str]]:
    return {
        model._meta.db_table: {
            field.column: str(field.verbose_name) for field in model._meta.concrete_fields if field.column
        }
        for model in apps.get_models()
    }


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
