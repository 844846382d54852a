"""T19 and T21: every right in the database is one that somebody wrote down; the ministry reads what was released."""

from __future__ import annotations

import pytest
from django.db import Error, connection

from kisi.core.realms import MINISTRY, MINISTRY_ROLE, MunicipalityRef, inside
from kisi.grants import PUBLIC
from kisi.tenancy.migrating import migrate_all
from tests.attack.canaries import Canaries
from tests.attack.drift import drift
from tests.servers import Servers

pytestmark = pytest.mark.attack


def test_rights_are_exactly_the_ones_on_the_screen(database: Servers, schwalbach: MunicipalityRef) -> None:
    """All roles, all schemas, all tables, columns, sequences, functions; provisioned and template towns alike."""
    with database.superuser_connection() as admin:
        assert drift(admin) == []


def test_a_further_migrate_changes_no_rights(database: Servers) -> None:
    """Rights are set anew at every run: twice is the same as once."""
    migrate_all()
    with database.superuser_connection() as admin:
        assert drift(admin) == []


FAULTS = {
    "select next door": "GRANT USAGE ON SCHEMA {b} TO {a}; GRANT SELECT ON {b}.accounts_user TO {a}",
    "one column next door": "GRANT SELECT (name) ON {b}.accounts_user TO {a}",
    "usage of a schema only": "GRANT USAGE ON SCHEMA {b} TO {a}",
    "sequence next door": "GRANT USAGE ON SEQUENCE {b}.accounts_user_id_seq TO {a}",
    "membership between towns": "GRANT {b} TO {a}",
    "group that may be taken on": "GRANT kisi_municipalities TO {a} WITH SET TRUE",
    "superuser": "ALTER ROLE {a} SUPERUSER",
    "bypass of row security": "ALTER ROLE {a} BYPASSRLS",
    "central reads a town": "GRANT USAGE ON SCHEMA {a} TO kisi_central",
    "ministry reads a town": "GRANT SELECT ON {a}.accounts_user TO kisi_ministry",
    "owned by the town": "ALTER TABLE {a}.django_session OWNER TO {a}",
    "public for everybody": "GRANT SELECT ON public.django_session TO PUBLIC",
    "more of a public table": "GRANT INSERT ON public.municipalities_municipality TO kisi_municipalities",
    "less of a public table": "REVOKE SELECT ON public.municipalities_domain FROM kisi_router",
    "a column too many": "GRANT SELECT (database) ON public.municipalities_municipality TO kisi_router",
    "set_config": "GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO PUBLIC",
    "function for everybody": "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "connect for everybody": "GRANT CONNECT ON DATABASE kisi_test TO PUBLIC",
    "own search path": "ALTER ROLE {a} SET search_path = {b}, public",
    "truncate at home": "GRANT TRUNCATE ON {a}.accounts_user TO {a}",
    "change of own migration records": "GRANT INSERT ON {a}.django_migrations TO {a}",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_right_is_found(
    database: Servers, schwalbach: MunicipalityRef, bensheim: MunicipalityRef, fault: str
) -> None:
    """Every kind of right has a question that finds it. Roles outlive a database, so what is done to them is undone."""
    with database.superuser_connection() as admin:
        assert drift(admin) == []
        admin.execute(FAULTS[fault].format(a=schwalbach.schema, b=bensheim.schema))
        try:
            assert len(drift(admin)) >= 1
        finally:
            admin.execute(f"ALTER ROLE {schwalbach.schema} NOSUPERUSER NOBYPASSRLS")
            admin.execute(f"REVOKE {bensheim.schema} FROM {schwalbach.schema}")


# -- T21: the ministry ------------------------------------------------------------------------------


def readable_as_ministry(database: Servers) -> list[str]:
    """Every table, view and function result of every schema that the ministry's role gets an answer from."""
    with database.superuser_connection() as admin:
        relations = admin.execute(
            "SELECT format('%I.%I', relnamespace::regnamespace::text, relname) FROM pg_class"
            " WHERE relkind IN ('r', 'v', 'm', 'p', 'f', 'S')"
            " AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
        ).fetchall()
        functions = admin.execute(
            "SELECT oid::regprocedure::text FROM pg_proc"
            " WHERE pronamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema') AND pronargs = 0"
        ).fetchall()
    tried = [f"SELECT * FROM {name}" for (name,) in relations] + [f"SELECT {name}" for (name,) in functions]
    answered: list[str] = []
    with inside(MINISTRY):
        for statement in tried:
            try:
                with connection.cursor() as cursor:
                    cursor.execute(statement)
                answered.append(statement)
            except Error:
                connection.close()
        connection.close()
    assert len(tried) > 40
    return answered


def test_the_ministry_reads_only_what_was_released(database: Servers, canaries: Canaries) -> None:
    """Every relation and function of every schema; the screen of rights says which are released."""
    released = {
        f"SELECT * FROM public.{table}" for table, rights in PUBLIC.items() if rights.get(MINISTRY_ROLE) == "SELECT"
    }
    assert set(readable_as_ministry(database)) == released


def test_a_planted_view_for_the_ministry_is_found(
    database: Servers, canaries: Canaries, bensheim: MunicipalityRef
) -> None:
    """A view runs with its owner's rights: one GRANT on it opens a town's persons."""
    with database.superuser_connection() as admin:
        admin.execute(f"CREATE VIEW public.overview AS SELECT name FROM {bensheim.schema}.accounts_user")
        admin.execute(
            "ALTER VIEW public.overview OWNER TO kisi_owner; GRANT SELECT ON public.overview TO kisi_ministry"
        )
    assert "SELECT * FROM public.overview" in readable_as_ministry(database)
