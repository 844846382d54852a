"""T14: realms, transactions, savepoints, errors, lost connections in any order – a query runs where it must."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, ClassVar

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db import connections as wrappers
from django.db.transaction import TransactionManagementError
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from kisi.core.realms import CENTRAL, MunicipalityRef, NoRealm, Realm, inside, realm_of
from kisi.tenancy import connections
from kisi.tenancy.backend.base import DatabaseWrapper, RealmChangedInTransaction
from kisi.tenancy.connections import STORE
from tests.attack.conftest import effort
from tests.servers import Servers

pytestmark = pytest.mark.attack
Standing = tuple[str, str, str, str]


class Realms(RuleBasedStateMachine):
    """The model: a stack of realms and transactions as the code has nested them.

    ``holder`` is the realm whose connection an open transaction is on; ``spoilt`` says that the
    transaction can only be rolled back (an error, a killed connection).
    """

    places: ClassVar[list[Realm]]
    admin: ClassVar[psycopg.Connection[Any]]

    def __init__(self) -> None:
        super().__init__()
        take_a_new_wrapper()
        self.stack: list[tuple[str, AbstractContextManager[Any], Realm | None]] = []
        self.realm: Realm | None = None
        self.holder: Realm | None = None
        self.spoilt = False

    # -- what the model knows ---------------------------------------------------------------------

    @property
    def depth(self) -> int:
        """How many transaction blocks are open."""
        return sum(kind == "atomic" for kind, _block, _realm in self.stack)

    @property
    def is_elsewhere(self) -> bool:
        """Whether a transaction is open in another realm than the current one."""
        return self.holder is not None and self.holder is not self.realm

    # -- rules ------------------------------------------------------------------------------------

    @rule(data=st.data())
    @precondition(lambda self: len(self.stack) < 8)
    def enter(self, data: st.DataObject) -> None:
        """``with inside(realm):``"""
        realm = data.draw(st.sampled_from(self.places), label="realm")
        block = inside(realm)
        block.__enter__()
        self.stack.append(("inside", block, self.realm))
        self.realm = realm

    @rule()
    @precondition(lambda self: len(self.stack) < 8)
    def begin(self) -> None:
        """``with transaction.atomic():``, a savepoint where one is open."""
        if self.spoilt:
            return
        block = transaction.atomic()
        try:
            block.__enter__()
        except NoRealm:
            assert self.realm is None
        except RealmChangedInTransaction:
            assert self.is_elsewhere
        except (DatabaseError, InterfaceError):
            assert self.connection_was_cut
            self.after_an_error()
        else:
            assert self.realm is not None
            assert not self.is_elsewhere
            self.stack.append(("atomic", block, None))
            self.holder = self.realm

    @rule(fails=st.booleans())
    @precondition(lambda self: bool(self.stack))
    def leave(self, *, fails: bool) -> None:
        """End the innermost block, by an exception or not."""
        kind, block, before = self.stack.pop()
        if kind == "inside":
            block.__exit__(None, None, None)
            self.realm = before
            return
        error = ValueError("planned") if fails else None
        try:
            block.__exit__(type(error) if error else None, error, None)
        except (DatabaseError, InterfaceError, TransactionManagementError):
            # Committing, or rolling back to, what is not there any more.
            assert self.spoilt or self.connection_was_cut
            self.spoilt = True
        else:
            # A savepoint that was rolled back takes the error with it.
            self.spoilt = self.spoilt and self.connection_was_cut
        if self.depth == 0:
            self.holder, self.spoilt = None, False

    @rule()
    def ask(self) -> None:
        """A query: where it runs is exactly what the model says, or it is an error."""
        try:
            where = standing()
        except NoRealm:
            assert self.realm is None
        except RealmChangedInTransaction:
            assert self.is_elsewhere
        except (DatabaseError, InterfaceError, TransactionManagementError):
            assert self.spoilt or self.connection_was_cut
            self.after_an_error()
        else:
            assert self.realm is not None
            assert not self.is_elsewhere
            assert where == expected(self.realm)
            self.connection_was_cut = False

    @rule()
    @precondition(lambda self: self.realm is not None and not self.is_elsewhere)
    def fail_in_sql(self) -> None:
        """A statement that PostgreSQL refuses."""
        with pytest.raises((DatabaseError, InterfaceError, TransactionManagementError)), connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
        self.after_an_error()

    @rule(
        name=st.sampled_from(
            ["SET search_path = public", "SET ROLE kisi_municipalities", "RESET ALL", "SET LOCAL search_path = public"]
        )
    )
    @precondition(lambda self: self.realm is not None and self.holder is None)
    def poison(self, name: str) -> None:
        """What an injection may leave behind on a connection that goes back to the store."""
        try:
            with connection.cursor() as cursor:
                cursor.execute(name)
        except (DatabaseError, InterfaceError):
            pass
        connection.close()
        self.connection_was_cut = False

    @rule()
    @precondition(
        lambda self: self.realm is not None and not self.is_elsewhere and self.holder is not None and not self.spoilt
    )
    def savepoint_and_back(self) -> None:
        """A savepoint set and rolled back by hand."""
        try:
            point = transaction.savepoint_create()
            standing()
            transaction.savepoint_rollback(point)
        except (DatabaseError, InterfaceError, TransactionManagementError):
            assert self.connection_was_cut
            self.after_an_error()

    @rule()
    @precondition(lambda self: self.holder is None)
    def end_of_request(self) -> None:
        """What Django does between two requests."""
        connection.close_if_unusable_or_obsolete()
        connection.close()
        self.connection_was_cut = False

    @rule()
    def cut(self) -> None:
        """The server ends every connection of the towns."""
        self.admin.execute(
            "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity"
            " WHERE usename LIKE 'm\\_%' OR usename = 'kisi_central'"
        )
        self.connection_was_cut = True

    connection_was_cut = False

    def after_an_error(self) -> None:
        """In a transaction an error spoils it; outside, the request ends."""
        if self.holder is not None:
            self.spoilt = True
            transaction.set_rollback(True)
        else:
            connection.close()
            self.connection_was_cut = False

    def teardown(self) -> None:
        """End everything that is open."""
        while self.stack:
            self.leave(fails=True)
        connection.close()


def take_a_new_wrapper() -> None:
    """Leave nothing of a sequence that ended in a failure to the next one."""
    if connection.connection is not None:
        STORE.discard(connection.connection)
    del wrappers["default"]


def standing() -> Standing:
    """Where the connection stands, as the server says."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_schema(), session_user::text, current_user::text, current_setting('search_path')"
        )
        where: Standing = cursor.fetchone()
        return where


def expected(realm: Realm) -> Standing:
    """Where a query of this realm has to run."""
    return realm.schema, realm.role, realm.role, realm.search_path


def run(database: Servers, towns: list[MunicipalityRef]) -> None:
    """Let hypothesis try sequences of rules."""
    Realms.places = [CENTRAL, *map(realm_of, towns)]
    options = settings(
        max_examples=effort("KISI_ATTACK_SEQUENCES", 60),
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
        print_blob=False,
        report_multiple_bugs=False,
        phases=[Phase.generate],
    )
    with database.superuser_connection() as admin:
        Realms.admin = admin
        try:
            run_state_machine_as_test(Realms, settings=options)
        finally:
            take_a_new_wrapper()
            STORE.close_idle()


def test_queries_run_where_the_model_says(database: Servers, towns: list[MunicipalityRef]) -> None:
    """``KISI_ATTACK_SEQUENCES=2000`` for the long run."""
    run(database, towns)
    assert STORE.counts() == {"idle": 0, "lent": 0}


# -- planted leaks --------------------------------------------------------------------------------


def test_planted_change_of_realm_inside_a_transaction_is_found(
    database: Servers, towns: list[MunicipalityRef], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrapper that goes on with the connection it has while a transaction is open."""
    stock = DatabaseWrapper.ensure_connection

    def careless(self: DatabaseWrapper) -> None:
        if not (self.in_atomic_block and self.connection is not None):
            stock(self)

    monkeypatch.setattr(DatabaseWrapper, "ensure_connection", careless)
    with pytest.raises(AssertionError):
        run(database, towns)


def test_a_planted_store_that_does_not_look_is_found(
    database: Servers, towns: list[MunicipalityRef], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A poisoned connection that is handed out again."""
    monkeypatch.setattr(connections, "stands_in", lambda _connection, _realm: True)
    with pytest.raises(AssertionError):
        run(database, towns)


def test_a_planted_default_realm_is_found(
    database: Servers, towns: list[MunicipalityRef], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A query without a realm that falls back to the public host's."""
    from kisi.tenancy.backend import base

    monkeypatch.setattr(base, "current_realm", lambda: base.realm_or_none() or CENTRAL)
    with pytest.raises(AssertionError):
        run(database, towns)
