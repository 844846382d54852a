"""The blueprint of a municipality's schema: made once a release from a migrated schema, replayed for every town.

A full migrate takes seconds, ``clone_schema`` gives a schema that differs (TENANCY.md); replaying
statements with keys, identities and foreign keys inside CREATE TABLE takes about 80 ms. The script
stays a *list* of statements, so that Citus stays possible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from kisi.core.realms import inside, owning
from kisi.tenancy import catalog
from kisi.tenancy.database import Cursor, owner_cursor, quoted
from kisi.tenancy.migration_state import states_of_schemas
from kisi.tenancy.models import SchemaBlueprint

TEMPLATE_SCHEMA: Final = "kisi_blueprint_template"
"""The one schema that Django's own migrations build; its name occurs in no identifier of ours."""
PLACEHOLDER: Final = "{schema}"


class NoBlueprint(RuntimeError):
    """No blueprint exists for the current migrations: `kisi migrate` has not run."""


class Column(NamedTuple):
    """A row of ``catalog.COLUMNS``."""

    table: str
    name: str
    type: str
    not_null: bool
    default: str | None
    identity: str
    generated: str
    comment: str | None
    not_null_name: str | None
    sequence: str | None
    collation: str | None

    def sql(self) -> str:
        """The column as it stands in CREATE TABLE."""
        parts = [_identifier(self.name), self.type]
        if self.collation:
            parts.append(f'COLLATE "{self.collation}"')
        if self.generated:
            parts.append(f"GENERATED ALWAYS AS ({self.default}) {'STORED' if self.generated == 's' else 'VIRTUAL'}")
        elif self.default is not None:
            parts.append(f"DEFAULT {self.default}")
        if self.not_null_name:
            parts.append(f"CONSTRAINT {_identifier(self.not_null_name)} NOT NULL")
        if self.identity:
            kind = "ALWAYS" if self.identity == "a" else "BY DEFAULT"
            parts.append(
                f"GENERATED {kind} AS IDENTITY (SEQUENCE NAME {PLACEHOLDER}.{_identifier(str(self.sequence))})"
            )
        return " ".join(parts)


class Constraint(NamedTuple):
    """A row of ``catalog.CONSTRAINTS``."""

    table: str
    name: str
    type: str
    definition: str
    refers_to: str
    comment: str | None

    def sql(self) -> str:
        """The constraint as it stands in CREATE TABLE."""
        return f"CONSTRAINT {_identifier(self.name)} {self.definition}"


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def statements_of(cursor: Cursor, schema: str) -> list[str]:
    """The statements that make a schema like ``schema``, with ``{schema}`` for the new one's name."""
    columns = defaultdict(list)
    for row in catalog.rows(cursor, catalog.COLUMNS, schema):
        column = Column(*row)
        columns[column.table].append(column)
    constraints = [Constraint(*row) for row in catalog.rows(cursor, catalog.CONSTRAINTS, schema)]
    order, late = creation_order(list(columns), constraints)
    statements = [row[1] for row in catalog.rows(cursor, catalog.FUNCTIONS, schema)]
    statements += [_create_table(table, columns[table], constraints, late) for table in order]
    statements += [f"ALTER TABLE {PLACEHOLDER}.{_identifier(c.table)} ADD {c.sql()}" for c in late]
    statements += [row[2] for row in catalog.rows(cursor, catalog.INDEXES, schema)]
    statements += [row[2] for row in catalog.rows(cursor, catalog.TRIGGERS, schema)]
    statements += _comments(cursor, schema, columns.values(), constraints)
    statements += [_records_insert(cursor, schema)]
    return [_with_placeholder(statement, schema) for statement in statements]


def creation_order(tables: list[str], constraints: list[Constraint]) -> tuple[list[str], list[Constraint]]:
    """Tables in an order in which foreign keys find their target, and the keys that no order satisfies."""
    needs: dict[str, set[str]] = {table: set() for table in tables}
    for constraint in constraints:
        if constraint.type == "f" and constraint.refers_to != constraint.table and constraint.refers_to in needs:
            needs[constraint.table].add(constraint.refers_to)
    order: list[str] = []
    while len(order) < len(tables):
        waiting = [table for table in tables if table not in order]
        ready = [table for table in waiting if needs[table] <= set(order)]
        order += ready or [min(waiting, key=lambda table: (len(needs[table] - set(order)), table))]
    position = {table: index for index, table in enumerate(order)}
    late = [c for c in constraints if c.type == "f" and position.get(c.refers_to, -1) > position[c.table]]
    return order, late


def _create_table(table: str, columns: list[Column], constraints: list[Constraint], late: list[Constraint]) -> str:
    parts = [column.sql() for column in columns]
    parts += [c.sql() for c in constraints if c.table == table and c not in late]
    return f"CREATE TABLE {PLACEHOLDER}.{_identifier(table)} ({', '.join(parts)})"


def _comments(cursor: Cursor, schema: str, columns: Iterable[list[Column]], constraints: list[Constraint]) -> list[str]:
    comments = [
        (f"TABLE {PLACEHOLDER}.{_identifier(row[1])}", row[2]) for row in catalog.rows(cursor, catalog.TABLES, schema)
    ]
    comments += [
        (f"COLUMN {PLACEHOLDER}.{_identifier(c.table)}.{_identifier(c.name)}", c.comment)
        for group in columns
        for c in group
    ]
    comments += [
        (f"CONSTRAINT {_identifier(c.name)} ON {PLACEHOLDER}.{_identifier(c.table)}", c.comment) for c in constraints
    ]
    return [f"COMMENT ON {target} IS {_literal(text)}" for target, text in comments if text]


def _records_insert(cursor: Cursor, schema: str) -> str:
    cursor.execute(catalog.MIGRATIONS.format(schema=quoted(schema)))
    values = ", ".join(f"({_literal(app)}, {_literal(name)}, now())" for app, name in cursor.fetchall())
    return f'INSERT INTO {PLACEHOLDER}."django_migrations" (app, name, applied) VALUES {values}'  # noqa: S608 (quoted above)


def _literal(value: Any) -> str:
    return "'" + str(value).replace("'", "''") + "'"


def _with_placeholder(statement: str, schema: str) -> str:
    return statement.replace(f"{schema}.", f"{PLACEHOLDER}.").replace(f'"{schema}".', f"{PLACEHOLDER}.")


def store_blueprint() -> SchemaBlueprint:
    """Write the blueprint of the template schema as it stands now."""
    with owner_cursor() as cursor:
        state = states_of_schemas(cursor, [TEMPLATE_SCHEMA])[TEMPLATE_SCHEMA]
        statements = statements_of(cursor, TEMPLATE_SCHEMA)
    with inside(owning("public")):
        blueprint, _ = SchemaBlueprint.objects.update_or_create(state=state, defaults={"statements": statements})
        SchemaBlueprint.objects.exclude(pk=blueprint.pk).delete()
    return blueprint


def current_blueprint() -> SchemaBlueprint:
    """The blueprint to make schemas from.

    Raises ``NoBlueprint`` when `kisi migrate` has not run yet.
    """
    blueprint = SchemaBlueprint.objects.order_by("-made_at").first()
    if blueprint is None:
        raise NoBlueprint("Es gibt noch keinen Bauplan für neue Kommunen. Bitte führen Sie zuerst `kisi migrate` aus.")
    return blueprint
