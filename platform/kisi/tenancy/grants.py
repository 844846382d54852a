"""Turns the screen of database rights (``kisi.grants``) into GRANT statements.

Public tables: nobody may do anything that ``kisi.grants.PUBLIC`` does not say.
A municipality's tables: its own role may read and write them, except where ``kisi.grants.TOWN`` says less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.module_loading import import_string

from kisi.core.realms import (
    BACKUP_ROLE,
    CENTRAL_ROLE,
    MINISTRY_ROLE,
    MUNICIPALITIES_ROLE,
    PROVISIONER_ROLE,
    PUBLIC_SCHEMA,
    ROUTER_ROLE,
)
from kisi.tenancy.database import owner_cursor, quoted

Rights = Mapping[str, Mapping[str, str]]
"""Table → role → privileges as SQL writes them ("SELECT, INSERT")."""

GRANTED_ROLES = (ROUTER_ROLE, CENTRAL_ROLE, MINISTRY_ROLE, MUNICIPALITIES_ROLE, PROVISIONER_ROLE)


def public_rights() -> Rights:
    """Who may do what with the public schema's tables."""
    rights: Rights = import_string(settings.KISI_PUBLIC_RIGHTS)
    return rights


def reduced_town_rights() -> Mapping[str, str]:
    """Tables in which a municipality's role may not do everything."""
    rights: Mapping[str, str] = import_string(settings.KISI_TOWN_RIGHTS)
    return rights


def town_grants(schema: str) -> list[str]:
    """The statements that give a municipality's role its rights in its own schema (repeatable)."""
    name = quoted(schema)
    tables = f"ON ALL TABLES IN SCHEMA {name}"
    general = [f"GRANT {privileges} {tables} TO {role}" for privileges, role in _general_rights(schema)]
    return [_usage(schema), *general, *_reductions(schema)]


def with_town_grants(schema: str, statements: Iterable[str]) -> list[str]:
    """The statements that fill a new schema, so that its tables get the rights of ``town_grants`` as they are made.

    Writing them into each table's catalogue row afterwards, once a role, costs a tenth of a provisioning.
    The defaults are taken back at once: what a later migration makes gets its rights from ``town_grants``.
    """
    name = quoted(schema)
    rights = _general_rights(schema)
    defaults = f"ALTER DEFAULT PRIVILEGES IN SCHEMA {name}"
    return [
        _usage(schema),
        *(f"{defaults} GRANT {privileges} ON TABLES TO {role}" for privileges, role in rights),
        *statements,
        *(f"{defaults} REVOKE {privileges} ON TABLES FROM {role}" for privileges, role in rights),
        *_reductions(schema),
    ]


def _usage(schema: str) -> str:
    return f"GRANT USAGE ON SCHEMA {quoted(schema)} TO {quoted(schema)}, {quoted(BACKUP_ROLE)}"


def _general_rights(schema: str) -> list[tuple[str, str]]:
    """Privileges on every table of a town's schema, and the role (quoted) that has them."""
    return [("SELECT, INSERT, UPDATE, DELETE", quoted(schema)), ("SELECT", quoted(BACKUP_ROLE))]


def _reductions(schema: str) -> list[str]:
    name = quoted(schema)
    statements = []
    for table, privileges in reduced_town_rights().items():
        statements.append(f"REVOKE ALL ON {name}.{quoted(table)} FROM {name}")
        statements.append(f"GRANT {privileges} ON {name}.{quoted(table)} TO {name}")
    return statements


def apply_public_rights() -> None:
    """Set the rights on the public schema's tables to what the screen says, in one transaction."""
    everyone = ", ".join(quoted(role) for role in GRANTED_ROLES)
    with owner_cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA {PUBLIC_SCHEMA} FROM {everyone}, PUBLIC")
        cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {PUBLIC_SCHEMA} TO {quoted(BACKUP_ROLE)}")
        for table, by_role in public_rights().items():
            for role, privileges in by_role.items():
                cursor.execute(f"GRANT {privileges} ON {PUBLIC_SCHEMA}.{quoted(table)} TO {quoted(role)}")
        cursor.execute("COMMIT")
