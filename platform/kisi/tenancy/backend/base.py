"""A database wrapper that logs in as the role of the realm its thread runs in.

It rests on django-tenants' wrapper and replaces what was measured to be slow or unsafe there
(TENANCY.md): it never SETs a search path, never falls back to ``public`` and never swallows an error.
"""

from __future__ import annotations

from typing import Any

import psycopg
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError
from django.db.backends.postgresql.base import Cursor
from django.db.backends.signals import connection_created
from django.utils.asyncio import async_unsafe
from django_tenants.postgresql_backend import base as stock

from kisi.core.realms import Realm, current_realm, realm_or_none
from kisi.tenancy.backend.introspection import RealmIntrospection
from kisi.tenancy.bounded import connection_class, makes_and_moves
from kisi.tenancy.connections import STORE, is_direct
from kisi.tenancy.credentials import password_of


class RealmChangedInTransaction(ProgrammingError):
    """Code tried to reach another municipality while a transaction was open."""


class DatabaseWrapper(stock.DatabaseWrapper):
    """One wrapper a thread; the connection in it belongs to the current realm and is only borrowed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._realm: Realm | None = None
        super().__init__(*args, **kwargs)
        # A realm's search path names exactly the schemas that may be seen: django-tenants' two extra SETs
        # a call are not needed.
        self.introspection = RealmIntrospection(self)

    def __del__(self) -> None:
        """A thread that ended without closing (its wrapper ends with it) must not keep a place in the store."""
        if self.connection is not None:
            STORE.discard(self.connection)

    # -- what django-tenants asks a wrapper for ---------------------------------------------

    @property
    def schema_name(self) -> str | None:
        """The current realm's schema (django-tenants' migration router reads it)."""
        realm = realm_or_none()
        return realm.schema if realm else None

    @schema_name.setter
    def schema_name(self, value: object) -> None:
        """Ignored: only ``inside(realm)`` says where code runs."""

    def set_schema_to_public(self) -> None:
        """Nothing: there is no default realm (called by the stock constructor)."""

    def set_tenant(self, tenant: object, include_public: bool = True) -> None:
        """Refused: switching a live connection is what the stock design does wrong."""
        raise ImproperlyConfigured("Use `with inside(realm):` instead of set_tenant() or set_schema().")

    def _handle_search_path(self, cursor: object = None) -> None:
        """Nothing: the role's search path is set in the database (ALTER ROLE … SET search_path)."""

    # -- borrowing a connection ---------------------------------------------------------------

    def get_connection_params(self) -> dict[str, Any]:
        """Log in as the current realm's role."""
        realm = current_realm()
        params = super().get_connection_params()
        params["user"] = realm.role
        params["password"] = password_of(realm.role)
        if realm.assumed_role:
            params["options"] = f"-c role={realm.assumed_role} -c search_path={realm.schema}"
        if makes_and_moves(realm):
            # What makes and changes tables takes no parameters and is not asked twice.
            params |= {"cursor_factory": Cursor, "prepare_threshold": None}
        return params

    @async_unsafe
    def connect(self) -> None:
        """Borrow the realm's connection; opens one where none is kept."""
        realm = current_realm()
        self.in_atomic_block = False
        self.savepoint_ids: list[str] = []
        self.atomic_blocks: list[Any] = []
        self.needs_rollback = False
        self.closed_in_transaction = False
        self.errors_occurred = False
        self.health_check_done = True
        self.run_on_commit: list[Any] = []
        self.connection = STORE.take(realm, self._connect_anew)
        self._realm = realm
        self.autocommit = True

    @async_unsafe
    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection[Any]:
        """As Django does it without a pool, but of the realm's kind (``kisi.tenancy.bounded``)."""
        self.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        return connection_class(current_realm()).connect(**conn_params)

    def _connect_anew(self) -> psycopg.Connection[Any]:
        """A new connection in autocommit mode, as all connections in the store are."""
        connection = self.get_new_connection(self.get_connection_params())
        connection.autocommit = True
        if connection.prepare_threshold is not None and not is_direct(connection):
            connection.prepare_threshold = None
        self.connection, self._realm = connection, current_realm()
        try:
            self.init_connection_state()
            connection_created.send(sender=self.__class__, connection=self)
        finally:
            self.connection = None  # type: ignore[assignment] # borrowed anew by connect()
        return connection

    @async_unsafe
    def ensure_connection(self) -> None:
        """Make sure that the borrowed connection is the current realm's.

        Raises ``NoRealm`` outside a realm and ``RealmChangedInTransaction`` where a transaction of
        another realm is open.
        """
        realm = current_realm()
        if self.connection is not None:
            held = self._realm
            if held is realm or (held is not None and held.connection_key == realm.connection_key):
                return
            if self.in_atomic_block:
                raise RealmChangedInTransaction(
                    "A transaction is open in another realm; finish it before entering this one."
                )
            self.close()
        super().ensure_connection()

    def _close(self) -> None:
        """Give the connection back; one that is inside a transaction, or on which something failed, is closed for good.

        A statement prepared before a migration changed the type of a column fails ever after on its connection.
        """
        if self.connection is None:
            return
        with self.wrap_database_errors:
            if self.in_atomic_block or self.errors_occurred or not self.connection.autocommit:
                STORE.discard(self.connection)
            else:
                STORE.give_back(self.connection)

    def close_if_unusable_or_obsolete(self) -> None:
        """Give the connection back at the end of a request or task, without asking for a realm."""
        if self.connection is not None and not self.in_atomic_block:
            self.close()
