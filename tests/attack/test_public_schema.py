"""T15 and T16: nothing falls through to ``public`` – not a missing schema, not a missing table, not a wrong name."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import OperationalError, ProgrammingError, connection, transaction

from kisi import grants
from kisi.core.realms import MUNICIPALITIES_ROLE, MunicipalityRef, Realm, RealmKind, inside, realm_of
from kisi.tenancy.connections import STORE, WrongConnection
from tests.attack.canaries import Canaries
from tests.attack.cluster_state import state_of_cluster
from tests.attack.probe.views import note_down, standing
from tests.attack.storm import Storm, ask_in_process
from tests.servers import Servers

pytestmark = pytest.mark.attack

CHANGED_BY_USE = frozenset({"tenancy_rejectedtask"})
"""Public tables that requests and tasks of towns may change by being run, though never by a town's own role."""


@pytest.fixture
def probe(settings: Any) -> Iterator[None]:
    """The probe's pages behind the real middleware."""
    settings.ROOT_URLCONF = "tests.attack.probe.urls"
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def rows_of_public(admin: psycopg.Connection[Any]) -> frozenset[tuple[Any, ...]]:
    """A digest of every public table's rows."""
    return state_of_cluster(admin, [])["rows of public"]


def changed_tables(before: frozenset[tuple[Any, ...]], after: frozenset[tuple[Any, ...]]) -> set[str]:
    """Names of the tables whose digests differ."""
    return {row[0] for row in before ^ after}


@pytest.mark.parametrize("accident", ["DROP SCHEMA {0} CASCADE", "ALTER SCHEMA {0} RENAME TO m_renamed"])
@pytest.mark.parametrize("path", ["/where", "/write/intruder", "/turmoil/intruder/inner", "/on-commit/intruder"])
def test_a_schema_that_vanishes_while_serving_is_an_error(
    database: Servers, probe: None, schwalbach: MunicipalityRef, bensheim: MunicipalityRef, accident: str, path: str
) -> None:
    """Kept connections and new ones: an error, nothing written anywhere, and the others go on."""
    ask = ask_in_process()
    assert ask("schwalbach-am-taunus.kisi.localhost", "/where")[0] == 200
    with database.superuser_connection() as admin:
        admin.execute(accident.format(schwalbach.schema))
        before = rows_of_public(admin)
        for _kept_then_new in range(2):
            assert ask("schwalbach-am-taunus.kisi.localhost", path)[0] == 500
            STORE.close_idle()
        assert rows_of_public(admin) == before
    assert ask("bensheim.kisi.localhost", "/where")[0] == 200


def test_a_table_that_vanishes_is_an_error(database: Servers, probe: None, bensheim: MunicipalityRef) -> None:
    """``django_session`` exists in public too; a town has no rights there (TENANCY.md, defect 6)."""
    with database.superuser_connection() as admin:
        admin.execute(f"DROP TABLE {bensheim.schema}.django_session")
        before = rows_of_public(admin)
        assert ask_in_process()("bensheim.kisi.localhost", "/write/intruder")[0] == 500
        assert rows_of_public(admin) == before


@pytest.mark.parametrize(
    "typo", ["m_0000000000000x", "public", "M_ABC", "m_x; DROP SCHEMA public", "", "kisi_owner", "postgres"]
)
def test_a_misspelt_town_gets_no_connection(bensheim: MunicipalityRef, typo: str) -> None:
    """A role that does not exist cannot log in; a schema that is not the role's is noticed before the first query."""
    for realm in (
        Realm(RealmKind.MUNICIPALITY, typo, typo, bensheim),
        Realm(RealmKind.MUNICIPALITY, bensheim.schema, typo, bensheim),
    ):
        with inside(realm), pytest.raises((OperationalError, WrongConnection)):
            standing()
        connection.close()


def test_no_table_of_towns_in_public_is_open_to_towns() -> None:
    """A table that stands in both places is closed to towns in public, so that a missing one is an error."""
    in_towns = {
        model._meta.db_table
        for config in apps.get_app_configs()
        if config.name in django_settings.TENANT_APPS
        for model in config.get_models(include_auto_created=True)
    }
    assert {"accounts_user", "django_session"} <= in_towns
    assert {table for table in in_towns & set(grants.PUBLIC) if MUNICIPALITIES_ROLE in grants.PUBLIC[table]} == set()


def test_a_storm_changes_no_public_table(database: Servers, canaries: Canaries, probe: None) -> None:
    """Requests of towns leave public as it is."""
    with database.superuser_connection() as admin:
        before = rows_of_public(admin)
        Storm(canaries, ask_in_process(), seed=7).run(480, threads=8)
        assert changed_tables(before, rows_of_public(admin)) <= CHANGED_BY_USE


def test_a_transaction_of_a_town_cannot_name_public(in_bensheim: MunicipalityRef) -> None:
    """Not even with the schema spelt out."""
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT INTO public.django_session VALUES ('x', 'y', now())")


# -- planted leak ---------------------------------------------------------------------------------


def test_a_planted_fallback_to_public_is_found(
    database: Servers, canaries: Canaries, probe: None, bensheim: MunicipalityRef
) -> None:
    """The town's table is missing and public's is open to it: rows go astray, and both oracles say so."""
    with database.superuser_connection() as admin:
        admin.execute(f"ALTER TABLE {bensheim.schema}.django_session RENAME TO gone")
        admin.execute("GRANT SELECT, INSERT ON public.django_session TO kisi_municipalities")
        before = rows_of_public(admin)
        with inside(realm_of(bensheim)):
            note_down(f"astray {canaries.word(bensheim)}")
        connection.close()
        assert changed_tables(before, rows_of_public(admin)) == {"django_session"}
        assert [leak.word_of for leak in canaries.leaks_in_tables(admin)] == [bensheim.schema]
