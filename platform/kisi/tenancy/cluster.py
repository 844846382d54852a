"""Prepares a database server once: roles, database, and what PostgreSQL grants to everyone by default.

Runs as a superuser (the embedded server's, or a DBA's through ``kisi manage prepare_cluster``) and
may be repeated at every start.
"""

from __future__ import annotations

from typing import Any, Final

import psycopg
from psycopg import sql

from kisi.core.realms import (
    BACKUP_ROLE,
    CENTRAL_ROLE,
    MINISTRY_ROLE,
    MUNICIPALITIES_ROLE,
    OWNER_ROLE,
    PROVISIONER_ROLE,
    PUBLIC_SCHEMA,
    ROUTER_ROLE,
)
from kisi.tenancy.credentials import login_verifier, verifier_of

LOGIN_ROLES: Final = {
    ROUTER_ROLE: "NOINHERIT",
    CENTRAL_ROLE: "NOINHERIT",
    MINISTRY_ROLE: "NOINHERIT",
    BACKUP_ROLE: "NOINHERIT BYPASSRLS",
    PROVISIONER_ROLE: "NOINHERIT CREATEROLE",
}
GROUP_ROLES: Final = (OWNER_ROLE, MUNICIPALITIES_ROLE)

Connection = psycopg.Connection[Any]


def prepare_cluster(superuser_conninfo: str, *, database: str, secret: str, provisioner_password: str) -> None:
    """Create roles and database where they are missing and take from PUBLIC what nobody here needs.

    Raises ``psycopg.Error`` when the server cannot be reached or refuses.
    """
    with psycopg.connect(superuser_conninfo, autocommit=True, dbname="postgres") as connection:
        _make_roles(connection, secret=secret, provisioner_password=provisioner_password)
        _make_database(connection, database)
    with psycopg.connect(superuser_conninfo, autocommit=True, dbname=database) as connection:
        set_database_rights(connection)
        revoke_functions(connection)


def _make_roles(connection: Connection, *, secret: str, provisioner_password: str) -> None:
    existing = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    for role in GROUP_ROLES:
        if role not in existing:
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN NOINHERIT").format(sql.Identifier(role)))
    for role, attributes in LOGIN_ROLES.items():
        verb = "ALTER" if role in existing else "CREATE"
        verifier = (
            verifier_of(connection, role, provisioner_password)
            if role == PROVISIONER_ROLE
            else login_verifier(connection, role, secret=secret)
        )
        connection.execute(
            sql.SQL("{} ROLE {} LOGIN {} PASSWORD {}").format(
                sql.SQL(verb),
                sql.Identifier(role),
                sql.SQL(attributes),
                sql.Literal(verifier),
            )
        )
        connection.execute(sql.SQL("ALTER ROLE {} SET search_path = public").format(sql.Identifier(role)))
    statements = (
        # The provisioner acts as owner only where it says so (SET ROLE), never by inheritance.
        f"GRANT {OWNER_ROLE} TO {PROVISIONER_ROLE} WITH INHERIT FALSE, SET TRUE",
        f"GRANT {MUNICIPALITIES_ROLE} TO {PROVISIONER_ROLE} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE",
        # To end the connections of a municipality whose schema is dropped.
        f"GRANT pg_signal_backend TO {PROVISIONER_ROLE} WITH INHERIT TRUE, SET FALSE",
    )
    for statement in statements:
        connection.execute(statement)


def _make_database(connection: Connection, database: str) -> None:
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
        return
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
            sql.Identifier(database), sql.Identifier(OWNER_ROLE)
        )
    )


def set_database_rights(connection: Connection) -> None:
    """Who may connect to the connected database and use ``public``; nothing of it is left to PUBLIC."""
    database = sql.Identifier(connection.info.dbname)
    users = sql.SQL(", ").join(map(sql.Identifier, [*LOGIN_ROLES, MUNICIPALITIES_ROLE]))
    for statement in (
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, users),
        sql.SQL("ALTER DATABASE {} SET timezone TO 'UTC'").format(database),
        sql.SQL("ALTER SCHEMA {} OWNER TO {}").format(sql.Identifier(PUBLIC_SCHEMA), sql.Identifier(OWNER_ROLE)),
        sql.SQL("REVOKE ALL ON SCHEMA {} FROM PUBLIC").format(sql.Identifier(PUBLIC_SCHEMA)),
        sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(sql.Identifier(PUBLIC_SCHEMA), users),
    ):
        connection.execute(statement)


def revoke_functions(connection: Connection) -> None:
    """Take functions from PUBLIC that reach beyond a municipality's own schema (THREATS.md; tests/attack).

    ``set_config`` changes the role inside one SELECT; large objects are a hidden store without owner; an
    advisory lock held by one municipality's role would keep `kisi migrate` and onboarding out for all;
    messages into the write-ahead log fill the disk. Functions of our own are not for everybody either.
    """
    listed = _functions(connection, r"set\_config|lo\_%|loread|lowrite|pg\_logical\_emit\_message")
    locks = _functions(connection, r"pg\_advisory\_%|pg\_try\_advisory\_%")
    for statement in (
        f"REVOKE EXECUTE ON FUNCTION {listed}, {locks} FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION {locks} TO {OWNER_ROLE}, {PROVISIONER_ROLE}",
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER_ROLE} REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
    ):
        connection.execute(statement.encode())


def _functions(connection: Connection, patterns: str) -> str:
    """The built-in functions whose name is like one of the patterns, as SQL lists them."""
    names = connection.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'pg_catalog' AND p.proname LIKE ANY(%s)",
        [patterns.split("|")],
    ).fetchall()
    return ", ".join(f"pg_catalog.{row[0].removeprefix('pg_catalog.')}" for row in names)
