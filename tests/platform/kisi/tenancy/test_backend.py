"""The database backend: right role, no default, no change of realm inside a transaction."""

from __future__ import annotations

import gc
import threading

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import NotSupportedError, OperationalError, ProgrammingError, connection, transaction
from django.db.backends.postgresql.introspection import DatabaseIntrospection

from kisi.accounts.models import User
from kisi.core.realms import CENTRAL, PROVISIONING, MunicipalityRef, NoRealm, Realm, RealmKind, inside, realm_of
from kisi.tenancy.backend.base import RealmChangedInTransaction
from kisi.tenancy.connections import STORE, ConnectionStore, Limits, TooManyConnections
from kisi.tenancy.credentials import NoProvisioningRights
from tests.servers import Servers


def stand() -> tuple[str, str, str]:
    """Where the connection stands, as the server says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user::text, current_user::text, current_setting('search_path')")
        row: tuple[str, str, str] = cursor.fetchone()
        return row


def test_a_query_without_a_realm_is_an_error(database: Servers) -> None:
    """There is no default municipality, and no default schema."""
    with pytest.raises(NoRealm):
        User.objects.count()


def test_each_realm_logs_in_as_its_own_role(bensheim: MunicipalityRef, butzbach: MunicipalityRef) -> None:
    """Session user and search path follow the realm, also when it changes back and forth."""
    for town in (bensheim, butzbach, bensheim):
        with inside(realm_of(town)):
            assert stand() == (town.schema, town.schema, f"{town.schema}, public")
    with inside(CENTRAL):
        assert stand() == ("kisi_central", "kisi_central", "public")


def test_a_realm_cannot_change_inside_a_transaction(bensheim: MunicipalityRef, butzbach: MunicipalityRef) -> None:
    """Rows of one town cannot end up in another town's transaction."""
    with inside(realm_of(bensheim)), transaction.atomic():
        assert stand()[0] == bensheim.schema
        with inside(realm_of(butzbach)), pytest.raises(RealmChangedInTransaction):
            stand()
        assert stand()[0] == bensheim.schema


def test_savepoints_and_rollbacks_do_not_move_the_search_path(in_bensheim: MunicipalityRef) -> None:
    """What reverted a SET in stock code (TENANCY.md, leak 1) has nothing to revert here."""
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            stand()
            raise ZeroDivisionError
        assert stand()[2] == f"{in_bensheim.schema}, public"


def test_stock_switching_is_refused(in_bensheim: MunicipalityRef) -> None:
    """``schema_context`` and ``set_schema`` do not work around ``inside``."""
    with pytest.raises(ImproperlyConfigured):
        connection.set_schema("public")


def test_a_town_that_tries_to_move_its_connection_only_harms_itself(
    bensheim: MunicipalityRef, butzbach: MunicipalityRef
) -> None:
    """A poisoned search path is noticed when the connection is handed out again."""
    with inside(realm_of(bensheim)), connection.cursor() as cursor:
        cursor.execute("SET search_path = public")
    connection.close()
    with inside(realm_of(bensheim)):
        assert stand()[2] == f"{bensheim.schema}, public"


def test_a_missing_table_does_not_fall_through_to_public(database: Servers, bensheim: MunicipalityRef) -> None:
    """``accounts_user`` exists in public too, but the town has no rights there (T15)."""
    with database.superuser_connection() as admin:
        admin.execute(f"DROP TABLE {bensheim.schema}.accounts_user CASCADE")
        before = admin.execute("SELECT count(*) FROM public.accounts_user").fetchone()
        with inside(realm_of(bensheim)), pytest.raises(ProgrammingError, match="permission denied"):
            User.objects.create_user("a@example.org", name="A", role="guide")
        assert admin.execute("SELECT count(*) FROM public.accounts_user").fetchone() == before


def test_a_killed_connection_is_replaced_without_an_error(database: Servers, bensheim: MunicipalityRef) -> None:
    """An idle connection that the server has ended is noticed before it is used."""
    with inside(realm_of(bensheim)):
        stand()
        connection.close()
        with database.superuser_connection() as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [bensheim.schema]
            )
            admin.execute("SELECT pg_sleep(0.2)")
        assert stand()[0] == bensheim.schema


def test_a_connection_lost_inside_a_transaction_is_an_error(database: Servers, bensheim: MunicipalityRef) -> None:
    """Half a transaction is never continued on a fresh connection."""
    with inside(realm_of(bensheim)):
        with pytest.raises(OperationalError), transaction.atomic():
            stand()
            with database.superuser_connection() as admin:
                admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [bensheim.schema]
                )
                admin.execute("SELECT pg_sleep(0.2)")
            stand()
        assert stand()[0] == bensheim.schema


def test_without_the_password_nobody_provisions(
    database: Servers, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The web process does not hold it."""
    from django.conf import settings as django_settings

    monkeypatch.setattr(django_settings, "KISI_PROVISIONER_PASSWORD", "")
    with pytest.raises(NoProvisioningRights), inside(Realm(RealmKind.PROVISIONING, "kisi_provisioner", "public")):
        STORE.close_idle()
        stand()


def test_the_store_is_bounded_and_drops_the_least_recently_used(database: Servers) -> None:
    """Two places, three towns: the one unused for longest makes room; all lent means waiting, then an error."""
    store = ConnectionStore(Limits(capacity=2, patience=0.05))
    towns = [realm_of(database.municipality(slug)) for slug in ("bensheim", "butzbach", "oestrich-winkel")]

    def take(realm: Realm) -> object:
        with inside(realm):
            return store.take(realm, connection._connect_anew)

    first, second = take(towns[0]), take(towns[1])
    with pytest.raises(TooManyConnections):
        take(towns[2])
    store.give_back(first)
    store.give_back(second)
    third = take(towns[2])
    assert first.closed
    assert not second.closed
    store.discard(third)
    assert take(towns[1]) is second
    store.discard(second)
    assert store.counts() == {"idle": 0, "lent": 0}


def test_a_thread_that_ends_without_closing_keeps_no_place(bensheim: MunicipalityRef) -> None:
    """Its wrapper ends with it; else every such thread would take one of the store's places for ever."""
    connection.close()
    before = STORE.counts()["lent"]
    seen: list[int] = []

    def work() -> None:
        with inside(realm_of(bensheim)):
            stand()
            seen.append(STORE.counts()["lent"])

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    gc.collect()
    assert seen == [before + 1]
    assert STORE.counts()["lent"] == before


def test_the_list_of_tables_is_djangos(bensheim: MunicipalityRef) -> None:
    """Asked of the search path's schemas only, it names the same tables and views as asking the whole database."""
    with inside(realm_of(bensheim)), connection.cursor() as cursor:
        ours = connection.introspection.get_table_list(cursor)
        djangos = DatabaseIntrospection(connection).get_table_list(cursor)
    assert ours
    assert sorted(ours) == sorted(djangos)


def prepared() -> list[str]:
    """The statements the current connection has prepared, as the server says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        return [row[0] for row in cursor.fetchall()]


def test_what_a_town_is_asked_again_and_again_is_prepared(in_bensheim: MunicipalityRef) -> None:
    """Without it a request costs an eighth more over 42 municipalities, see decision 0014."""
    for number in range(7):
        User.objects.filter(pk=number).first()
    assert any("accounts_user" in statement for statement in prepared())


def test_what_makes_schemas_is_not_prepared(database: Servers) -> None:
    """Its statements take no parameters, and several stand in one text: prepared, the sixth of them would fail."""
    with inside(PROVISIONING):
        for _number in range(7):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1; SELECT 2")
        assert not prepared()


def test_a_connection_on_which_something_failed_is_not_used_again(database: Servers, bensheim: MunicipalityRef) -> None:
    """A migration gives a column another type: a prepared statement fails once on its connection, and never again."""
    with inside(realm_of(bensheim)):
        for _number in range(7):
            list(User.objects.values("name"))
        with database.superuser_connection() as admin:
            admin.execute(f"ALTER TABLE {bensheim.schema}.accounts_user ALTER COLUMN name TYPE text")
        with pytest.raises(NotSupportedError, match="cached plan"):
            list(User.objects.values("name"))
        connection.close()
        for _number in range(7):
            list(User.objects.values("name"))
