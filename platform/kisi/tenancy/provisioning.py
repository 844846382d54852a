"""Making and dropping a municipality's schema and role – always inside the caller's one transaction.

Killed 14 times of 14 without a transaction it left half a town 13 times; inside one it left nothing
(TENANCY.md). So the caller opens the transaction, writes its rows and calls ``build_schema``.
"""

from __future__ import annotations

from typing import Final

from django.db import connection, transaction

from kisi.core.realms import MUNICIPALITIES_ROLE, OWNER_ROLE, RealmKind, current_realm
from kisi.tenancy.blueprint import PLACEHOLDER, current_blueprint
from kisi.tenancy.connections import STORE
from kisi.tenancy.credentials import login_verifier
from kisi.tenancy.database import quoted
from kisi.tenancy.directory import expire_directory
from kisi.tenancy.grants import with_town_grants
from kisi.tenancy.models import SchemaBlueprint

ROLE_SETTINGS: Final = {
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
}
"""Limits of a municipality's database role: a page that needs longer is a task."""


def build_schema(schema: str) -> str:
    """Create the login role and the schema of a new municipality; the state of its migrations.

    Must run in the provisioning realm and inside a transaction, together with the municipality's row.
    Raises ``NoBlueprint`` when `kisi migrate` has not run, ``RuntimeError`` outside a transaction.
    """
    _refuse_outside_provisioning()
    blueprint = current_blueprint()
    with connection.cursor() as cursor:
        cursor.execute("; ".join(_role_statements(schema)))
        cursor.execute(f"SET LOCAL ROLE {quoted(OWNER_ROLE)}")
        cursor.execute(_script(blueprint, schema))
        cursor.execute("RESET ROLE")
    transaction.on_commit(expire_directory)
    return blueprint.state


def drop_schema(schema: str) -> None:
    """Drop a municipality's schema with everything in it, and its role. Same conditions as ``build_schema``."""
    _refuse_outside_provisioning()
    name = quoted(schema)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s AND pid <> pg_backend_pid()",
            [schema],
        )
        cursor.execute(f"SET LOCAL ROLE {quoted(OWNER_ROLE)}")
        cursor.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [schema])
        if cursor.fetchone():
            cursor.execute(f"DROP ROLE {name}")
    transaction.on_commit(lambda: STORE.close_idle((schema, "", schema)))
    transaction.on_commit(expire_directory)


def restore_login(schema: str) -> None:
    """Give a municipality's role back its password and its settings, whatever it was led to change about itself.

    A role may always change its own password and its own defaults (PostgreSQL cannot forbid it), and would
    lock its municipality out. Same conditions as ``build_schema``.
    """
    _refuse_outside_provisioning()
    role = quoted(schema)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        database = quoted(cursor.fetchone()[0])
        statements = [
            f"ALTER ROLE {role} PASSWORD '{login_verifier(connection.connection, schema)}'",
            f"ALTER ROLE {role} IN DATABASE {database} RESET ALL",
            f"ALTER ROLE {role} RESET ALL",
            *_settings_statements(schema),
        ]
        cursor.execute("; ".join(statements))


def expected_settings(schema: str) -> frozenset[str]:
    """The defaults a municipality's role has, as PostgreSQL's catalogue writes them."""
    limits = {f"{name}={value}" for name, value in ROLE_SETTINGS.items()}
    return frozenset({f"search_path={schema}, public", *limits})


def _refuse_outside_provisioning() -> None:
    if current_realm().kind is not RealmKind.PROVISIONING or not connection.in_atomic_block:
        raise RuntimeError("Schemas are made and dropped in the provisioning realm, inside a transaction.")


def _role_statements(schema: str) -> list[str]:
    role = quoted(schema)
    return [
        f"CREATE ROLE {role} LOGIN NOINHERIT PASSWORD '{login_verifier(connection.connection, schema)}'",
        *_settings_statements(schema),
        f"GRANT {quoted(MUNICIPALITIES_ROLE)} TO {role} WITH INHERIT TRUE, SET FALSE",
    ]


def _settings_statements(schema: str) -> list[str]:
    role = quoted(schema)
    limits = [f"ALTER ROLE {role} SET {name} = '{value}'" for name, value in ROLE_SETTINGS.items()]
    return [f"ALTER ROLE {role} SET search_path = {role}, public", *limits]


def _script(blueprint: SchemaBlueprint, schema: str) -> str:
    """All statements as one message: one round trip instead of two hundred."""
    name = quoted(schema)
    filling = [statement.replace(PLACEHOLDER, name) for statement in blueprint.statements]
    return ";\n".join([f"CREATE SCHEMA {name}", *with_town_grants(schema, filling)])
