"""What an attacker must not have changed: roles, rights, objects, and the rows of everybody else."""

# ruff: noqa: E501 (SQL reads better unbroken)

from __future__ import annotations

from typing import Any, Final

import psycopg
from psycopg import sql

_CATALOGUES: Final = {
    "roles": "SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls,"
    " rolpassword FROM pg_authid",
    "memberships": "SELECT roleid::regrole::text, member::regrole::text, admin_option, inherit_option, set_option FROM pg_auth_members",
    "role settings": "SELECT setrole::regrole::text, setdatabase, setconfig::text FROM pg_db_role_setting",
    "schemas": "SELECT nspname, nspowner::regrole::text, nspacl::text FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast)'",
    "tables": "SELECT relnamespace::regnamespace::text, relname, relowner::regrole::text, relacl::text, relrowsecurity"
    " FROM pg_class WHERE relnamespace::regnamespace::text !~ '^pg_'",
    "functions": "SELECT pronamespace::regnamespace::text, oid::regprocedure::text, proacl::text, prosecdef FROM pg_proc"
    " WHERE pronamespace::regnamespace::text !~ '^(pg_|information)' OR proacl IS NOT NULL",
    "default privileges": "SELECT defaclrole::regrole::text, defaclnamespace, defaclacl::text FROM pg_default_acl",
    "triggers": "SELECT tgrelid::regclass::text, tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal",
    "extensions": "SELECT extname FROM pg_extension",
    "large objects": "SELECT oid, lomowner FROM pg_largeobject_metadata",
    "event triggers": "SELECT evtname FROM pg_event_trigger",
    "publications": "SELECT pubname FROM pg_publication",
    "slots": "SELECT slot_name FROM pg_replication_slots",
    "databases": "SELECT datname, datacl::text FROM pg_database",
    "comments": "SELECT classoid, objoid, description FROM pg_description WHERE objoid > 16384",
    "advisory locks": "SELECT classid, objid FROM pg_locks WHERE locktype = 'advisory'",
}

State = dict[str, frozenset[tuple[Any, ...]]]


def state_of_cluster(
    admin: psycopg.Connection[Any], schemas: list[str], *, private: frozenset[str] = frozenset()
) -> State:
    """Everything an injection must leave as it is; ``private`` names schemas whose rows the attacker may change."""
    state = {name: frozenset(admin.execute(query)) for name, query in _CATALOGUES.items()}
    for schema in ["public", *schemas]:
        if schema not in private:
            state[f"rows of {schema}"] = frozenset(_row_digests(admin, schema))
    return state


def _row_digests(admin: psycopg.Connection[Any], schema: str) -> list[tuple[Any, ...]]:
    tables = admin.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace AND relkind = 'r' ORDER BY 1", [schema]
    ).fetchall()
    return [
        (
            table,
            *admin.execute(
                sql.SQL("SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {}.{} t").format(
                    sql.Identifier(schema), sql.Identifier(table)
                )
            ).fetchone(),
        )  # type: ignore[misc]
        for (table,) in tables
    ]


def differences(before: State, after: State) -> list[str]:
    """What is not as it was."""
    return [
        f"{name}: {sorted(map(str, before[name] ^ after[name]))[:4]}"
        for name in before
        if before[name] != after.get(name)
    ]
