"""Turns the screen of database rights (``kisi.grants``) into GRANT statements.

Public tables: nobody may do anything that ``kisi.grants.PUBLIC`` does not say.
A municipality's tables: its own role may read and write them, except where ``kisi.grants.TOWN`` says less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

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
from kisi.tenancy.database import Cursor, owner_cursor, quoted

Rights = Mapping[str, Mapping[str, str]]
"""Table → role → privileges as SQL writes them ("SELECT, INSERT")."""

TOWN_PRIVILEGES: Final = "SELECT, INSERT, UPDATE, DELETE"
BACKUP_PRIVILEGES: Final = "SELECT"
_RIGHTS_SQL: Final = """
SELECT c.relname, a.grantee::regrole::text,
       array_agg(a.privilege_type::text || CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
  FROM pg_class c LEFT JOIN LATERAL aclexplode(c.relacl) a ON a.grantee <> c.relowner
 WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') {narrowed}
 GROUP BY c.relname, a.grantee ORDER BY c.relname
"""

_WRONG_SCHEMAS_SQL: Final = """
SELECT DISTINCT n.nspname
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_roles town ON town.rolname = n.nspname
  LEFT JOIN unnest(%(tables)s::text[], %(privileges)s::text[]) reduced(relname, privileges) USING (relname)
 WHERE n.nspname = ANY(%(schemas)s) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
   AND (cardinality(c.relacl) = 3
        AND makeaclitem(town.oid, c.relowner, coalesce(reduced.privileges, %(general)s), false) = ANY(c.relacl)
        AND makeaclitem(%(backup)s::regrole, c.relowner, %(reading)s, false) = ANY(c.relacl)) IS NOT TRUE
"""
"""Each table's rights are the owner's, the municipality's and the backup's: three entries, compared exactly."""

GRANTED_ROLES = (ROUTER_ROLE, CENTRAL_ROLE, MINISTRY_ROLE, MUNICIPALITIES_ROLE, PROVISIONER_ROLE)


def public_rights() -> Rights:
    """Who may do what with the public schema's tables."""
    rights: Rights = import_string(settings.KISI_PUBLIC_RIGHTS)
    return rights


def reduced_town_rights() -> Mapping[str, str]:
    """Tables in which a municipality's role may not do everything."""
    rights: Mapping[str, str] = import_string(settings.KISI_TOWN_RIGHTS)
    return rights


def with_town_grants(schema: str, statements: Iterable[str]) -> list[str]:
    """The statements that fill a new schema, so that its tables are born with the rights of the municipality's role.

    Writing them into each table's catalogue row afterwards, once a role, costs a tenth of a provisioning.
    The defaults are taken back at once: what a later migration makes gets its rights from ``repair_town_rights``.
    """
    name = quoted(schema)
    general = [(TOWN_PRIVILEGES, name), (BACKUP_PRIVILEGES, quoted(BACKUP_ROLE))]
    defaults = f"ALTER DEFAULT PRIVILEGES IN SCHEMA {name}"
    reductions = [
        statement
        for table, privileges in reduced_town_rights().items()
        for statement in _set_rights(schema, table, {schema: privileges})
    ]
    return [
        _usage(schema),
        *(f"{defaults} GRANT {privileges} ON TABLES TO {role}" for privileges, role in general),
        *statements,
        *(f"{defaults} REVOKE {privileges} ON TABLES FROM {role}" for privileges, role in general),
        *reductions,
    ]


def schemas_with_wrong_rights(cursor: Cursor, schemas: Sequence[str]) -> list[str]:
    """The municipalities' schemas in which some table's rights are not what they should be, by one query."""
    reduced = reduced_town_rights()
    cursor.execute(
        _WRONG_SCHEMAS_SQL,
        {
            "schemas": list(schemas),
            "tables": list(reduced),
            "privileges": list(reduced.values()),
            "general": TOWN_PRIVILEGES,
            "backup": BACKUP_ROLE,
            "reading": BACKUP_PRIVILEGES,
        },
    )
    return sorted(row[0] for row in cursor.fetchall())


def repair_town_rights(cursor: Cursor, schema: str, *, tables: Sequence[str] | None = None) -> list[str]:
    """Set the rights in a municipality's schema to what they should be; the tables where they were not.

    With ``tables`` only these are looked at, by their names: the catalogue has no index by schema, so
    looking at all of a schema reads the tables of all municipalities (12 ms at 200 of them).
    New tables have none yet; a table whose rights are as they should be is left alone, because writing
    them again rewrites its catalogue row and makes everybody forget what they knew about the table.
    """
    cursor.execute(_usage(schema))
    narrowed = "" if tables is None else "AND c.relname = ANY(%(tables)s)"
    cursor.execute(_RIGHTS_SQL.format(narrowed=narrowed), {"schema": schema, "tables": list(tables or ())})
    found: dict[str, dict[str, set[str]]] = {}
    for table, role, privileges in cursor.fetchall():
        found.setdefault(table, {}).update({role: set(privileges)} if role else {})
    reduced = reduced_town_rights()
    repaired = []
    for table, rights in found.items():
        wanted = {schema: reduced.get(table, TOWN_PRIVILEGES), BACKUP_ROLE: BACKUP_PRIVILEGES}
        if rights != {role: set(privileges.split(", ")) for role, privileges in wanted.items()}:
            cursor.execute("; ".join(_set_rights(schema, table, wanted, others=rights)))
            repaired.append(table)
    return repaired


def _usage(schema: str) -> str:
    return f"GRANT USAGE ON SCHEMA {quoted(schema)} TO {quoted(schema)}, {quoted(BACKUP_ROLE)}"


def _set_rights(schema: str, table: str, wanted: Mapping[str, str], *, others: Iterable[str] = ()) -> list[str]:
    """The statements after which ``wanted`` (role → privileges) is all that these roles and ``others`` may do.

    ``others`` come from the catalogue, quoted by PostgreSQL; a dash stands for everybody.
    """
    target = f"{quoted(schema)}.{quoted(table)}"
    surplus = ["PUBLIC" if role == "-" else role for role in others if role not in wanted]
    roles = ", ".join([*map(quoted, wanted), *surplus])
    grants = [f"GRANT {privileges} ON {target} TO {quoted(role)}" for role, privileges in wanted.items()]
    return [f"REVOKE ALL ON {target} FROM {roles}", *grants]


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
