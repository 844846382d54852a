"""Questions to the catalogue about who may do what; every row that comes back is one right too many (T19)."""

# ruff: noqa: E501 (SQL reads better unbroken)

from __future__ import annotations

from typing import Any, Final

import psycopg

from kisi.core.realms import (
    BACKUP_ROLE,
    CENTRAL_ROLE,
    MINISTRY_ROLE,
    MUNICIPALITIES_ROLE,
    OWNER_ROLE,
    PROVISIONER_ROLE,
    ROUTER_ROLE,
)
from kisi.grants import PUBLIC, TOWN
from kisi.tenancy.provisioning import ROLE_SETTINGS

TABLE_PRIVILEGES: Final = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN")
PLATFORM_ROLES: Final = (ROUTER_ROLE, CENTRAL_ROLE, MINISTRY_ROLE, PROVISIONER_ROLE, MUNICIPALITIES_ROLE)

_FOREIGN_SCHEMAS: Final = """
SELECT r.rolname || ' may ' || p || ' schema ' || n.nspname
  FROM pg_roles r, pg_namespace n, unnest(ARRAY['USAGE', 'CREATE']) p
 WHERE (r.rolname = ANY(%(towns)s) OR r.rolname = ANY(%(platform)s)) AND n.nspname = ANY(%(schemas)s)
   AND NOT (r.rolname = n.nspname AND p = 'USAGE')
   AND has_schema_privilege(r.oid, n.oid, p)
"""
_FOREIGN_TABLES: Final = """
SELECT r.rolname || ' may ' || p || ' ' || c.oid::regclass
  FROM pg_roles r, pg_class c, unnest(%(privileges)s::text[]) p
 WHERE (r.rolname = ANY(%(towns)s) OR r.rolname = ANY(%(platform)s))
   AND c.relnamespace::regnamespace::text = ANY(%(schemas)s) AND c.relkind IN ('r', 'v', 'm', 'p', 'f')
   AND r.rolname <> c.relnamespace::regnamespace::text
   AND (has_table_privilege(r.oid, c.oid, p) OR (p IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') AND has_any_column_privilege(r.oid, c.oid, p)))
"""
_FOREIGN_SEQUENCES: Final = """
SELECT r.rolname || ' may use ' || c.oid::regclass
  FROM pg_roles r, pg_class c
 WHERE (r.rolname = ANY(%(towns)s) OR r.rolname = ANY(%(platform)s)) AND c.relkind = 'S'
   AND c.relnamespace::regnamespace::text = ANY(%(schemas)s) AND r.rolname <> c.relnamespace::regnamespace::text
   AND has_sequence_privilege(r.oid, c.oid, 'USAGE,SELECT,UPDATE')
"""
_MEMBERSHIPS: Final = """
SELECT m.roleid::regrole || ' has the member ' || m.member::regrole
       || CASE WHEN set_option THEN ' (SET)' ELSE '' END || CASE WHEN admin_option THEN ' (ADMIN)' ELSE '' END
       || CASE WHEN inherit_option THEN ' (INHERIT)' ELSE '' END
  FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
 WHERE NOT (g.rolname LIKE 'pg\\_%%' AND m.member::regrole::text LIKE 'pg\\_%%')
"""
_ATTRIBUTES: Final = """
SELECT rolname || concat(CASE WHEN rolsuper THEN ' SUPERUSER' END, CASE WHEN rolcreaterole THEN ' CREATEROLE' END,
       CASE WHEN rolcreatedb THEN ' CREATEDB' END, CASE WHEN rolbypassrls THEN ' BYPASSRLS' END,
       CASE WHEN rolreplication THEN ' REPLICATION' END, CASE WHEN rolinherit THEN ' INHERIT' END)
  FROM pg_roles WHERE (rolname LIKE 'kisi\\_%%' OR rolname = ANY(%(towns)s))
   AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication OR rolinherit)
"""
_TO_EVERYBODY: Final = """
SELECT 'PUBLIC may execute ' || p.oid::regprocedure
  FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
 WHERE a.grantee = 0 AND (p.pronamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
       OR p.proname = 'set_config' OR p.proname ~ '^(lo_|loread$|lowrite$|pg_advisory|pg_try_advisory|pg_logical_emit)')
UNION ALL
SELECT 'PUBLIC may ' || a.privilege_type || ' ' || c.oid::regclass
  FROM pg_class c, aclexplode(c.relacl) a
 WHERE a.grantee = 0 AND c.relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
UNION ALL
SELECT 'PUBLIC may ' || a.privilege_type || ' schema ' || n.nspname FROM pg_namespace n, aclexplode(n.nspacl) a
 WHERE a.grantee = 0 AND n.nspname NOT IN ('pg_catalog', 'information_schema')
UNION ALL
SELECT 'PUBLIC may ' || a.privilege_type || ' database ' || d.datname
  FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
 WHERE a.grantee = 0 AND d.datname = current_database()
"""
_OWNERS: Final = """
SELECT c.oid::regclass || ' belongs to ' || c.relowner::regrole FROM pg_class c
 WHERE (c.relnamespace::regnamespace::text = ANY(%(schemas)s) OR c.relnamespace = 'public'::regnamespace)
   AND c.relowner::regrole::text <> %(owner)s
UNION ALL
SELECT 'schema ' || nspname || ' belongs to ' || nspowner::regrole FROM pg_namespace
 WHERE (nspname = ANY(%(schemas)s) OR nspname = 'public') AND nspowner::regrole::text <> %(owner)s
"""
_SETTINGS: Final = """
SELECT setrole::regrole || ' has the setting ' || s FROM pg_db_role_setting, unnest(setconfig) s
 WHERE setrole::regrole::text = ANY(%(towns)s)
"""

EXPECTED_ATTRIBUTES: Final = {f"{BACKUP_ROLE} BYPASSRLS", f"{PROVISIONER_ROLE} CREATEROLE"}


def expected_memberships(towns: list[str]) -> set[str]:
    """Who may be a member of what."""
    # The provisioner made the towns' roles, so PostgreSQL gives it ADMIN over them, without INHERIT and without SET.
    return {
        f"{OWNER_ROLE} has the member {PROVISIONER_ROLE} (SET)",
        f"{MUNICIPALITIES_ROLE} has the member {PROVISIONER_ROLE} (ADMIN)",
        f"pg_signal_backend has the member {PROVISIONER_ROLE} (INHERIT)",
        *(f"{MUNICIPALITIES_ROLE} has the member {town} (INHERIT)" for town in towns),
        *(f"{town} has the member {PROVISIONER_ROLE} (ADMIN)" for town in towns),
    }


def expected_settings(towns: list[str]) -> set[str]:
    """What ``ALTER ROLE … SET`` says for a town."""
    return {
        f"{town} has the setting {setting}"
        for town in towns
        for setting in [f"search_path={town}, public", *(f"{name}={value}" for name, value in ROLE_SETTINGS.items())]
    }


def drift(admin: psycopg.Connection[Any]) -> list[str]:
    """Everything that is not as the platform's screens of rights say. Looks at every town of the database."""
    towns = [row[0] for row in admin.execute("SELECT schema_name FROM public.municipalities_municipality")]
    names = {
        "towns": towns,
        "platform": list(PLATFORM_ROLES),
        "schemas": [*towns, "kisi_blueprint_template"],
        "privileges": list(TABLE_PRIVILEGES),
        "owner": OWNER_ROLE,
    }

    def rows(query: str) -> set[str]:
        return {row[0] for row in admin.execute(query, names)}

    found = [
        row
        for query in (_FOREIGN_SCHEMAS, _FOREIGN_TABLES, _FOREIGN_SEQUENCES, _TO_EVERYBODY, _OWNERS)
        for row in rows(query)
    ]
    found += rows(_ATTRIBUTES) ^ EXPECTED_ATTRIBUTES
    members = {row for row in rows(_MEMBERSHIPS) if any(town in row for town in towns) or "m_" not in row}
    found += members ^ expected_memberships(towns)
    found += rows(_SETTINGS) ^ expected_settings(towns)
    return sorted(found) + public_drift(admin) + town_drift(admin, towns)


def public_drift(admin: psycopg.Connection[Any]) -> list[str]:
    """Where the rights on public tables are not exactly what ``kisi.grants.PUBLIC`` says."""
    wanted: set[tuple[str, str, str, str]] = set()
    for table, by_role in PUBLIC.items():
        for role, privileges in by_role.items():
            wanted |= {(table, role, *one) for one in _parsed(privileges)}
    really = _granted(admin, "public", list(PLATFORM_ROLES))
    return [f"on the screen, not in the database: {row}" for row in sorted(wanted - really)] + [
        f"in the database, not on the screen: {row}" for row in sorted(really - wanted)
    ]


def town_drift(admin: psycopg.Connection[Any], towns: list[str]) -> list[str]:
    """Where a town's rights in its own schema are not what ``kisi.grants.TOWN`` says."""
    problems: list[str] = []
    for town in towns:
        tables = [
            r[0]
            for r in admin.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r'", [town]
            )
        ]
        wanted = {
            (table, town, privilege, column)
            for table in tables
            for privilege, column in _parsed(TOWN.get(table, "SELECT, INSERT, UPDATE, DELETE"))
        }
        problems += [f"{town}: {row}" for row in sorted(_granted(admin, town, [town]) ^ wanted)]
    return problems


def _parsed(privileges: str) -> set[tuple[str, str]]:
    """``"SELECT (a, b), UPDATE"`` as pairs of privilege and column (empty: the whole table)."""
    head, bracket, tail = privileges.partition("(")
    if bracket:
        columns, _, rest = tail.partition(")")
        pairs = {(head.strip(), column.strip()) for column in columns.split(",")}
        return pairs | _parsed(rest.lstrip(", "))
    return {(word.strip(), "") for word in privileges.split(",") if word.strip()}


def _granted(admin: psycopg.Connection[Any], schema: str, roles: list[str]) -> set[tuple[str, str, str, str]]:
    rows = admin.execute(
        "SELECT c.relname, a.grantee::regrole::text, a.privilege_type, '' FROM pg_class c, aclexplode(c.relacl) a"
        " WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p') AND a.grantee::regrole::text = ANY(%(roles)s)"
        " UNION ALL SELECT c.relname, a.grantee::regrole::text, a.privilege_type, t.attname"
        " FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a"
        " WHERE c.relnamespace = %(schema)s::regnamespace AND a.grantee::regrole::text = ANY(%(roles)s)",
        {"schema": schema, "roles": roles},
    )
    return set(rows)
