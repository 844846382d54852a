"""Realms: where a request, a task or a command runs, and as whom it reaches the database.

There is no default realm. Whatever runs outside one (a new thread, event-loop code, a forgotten
task) gets ``NoRealm`` instead of somebody else's rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class NoRealm(RuntimeError):
    """Something needed to know where it runs, and nobody had said so."""


class RealmKind(StrEnum):
    """The kinds of places code can run in."""

    MUNICIPALITY = "municipality"
    CENTRAL = "central"
    MINISTRY = "ministry"
    PROVISIONING = "provisioning"
    OWNING = "owning"


@dataclass(frozen=True, slots=True)
class MunicipalityRef:
    """What may travel about a municipality: plain values, never a model instance."""

    id: int
    ags: str
    slug: str
    name: str
    status: str
    schema: str
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Realm:
    """A place to run in.

    ``role`` is the database role that logs in, ``schema`` the first schema of its search path,
    ``assumed_role`` the role taken on directly after login (migrations work as the owner).
    """

    kind: RealmKind
    role: str
    schema: str
    municipality: MunicipalityRef | None = None
    assumed_role: str = ""

    @property
    def key(self) -> str:
        """A short name that is different for every realm: for caches, files, log lines."""
        return self.schema if self.municipality else self.kind.value

    @property
    def search_path(self) -> str:
        """The search path as PostgreSQL reports it for this realm."""
        if self.municipality is None:
            return self.schema
        return f"{self.schema}, {PUBLIC_SCHEMA}"

    @property
    def connection_key(self) -> tuple[str, str, str]:
        """Connections are interchangeable exactly between realms with equal keys."""
        return (self.role, self.assumed_role, self.schema)


PUBLIC_SCHEMA: Final = "public"
OWNER_ROLE: Final = "kisi_owner"
ROUTER_ROLE: Final = "kisi_router"
CENTRAL_ROLE: Final = "kisi_central"
MINISTRY_ROLE: Final = "kisi_ministry"
PROVISIONER_ROLE: Final = "kisi_provisioner"
BACKUP_ROLE: Final = "kisi_backup"
MUNICIPALITIES_ROLE: Final = "kisi_municipalities"

CENTRAL: Final = Realm(RealmKind.CENTRAL, CENTRAL_ROLE, PUBLIC_SCHEMA)
MINISTRY: Final = Realm(RealmKind.MINISTRY, MINISTRY_ROLE, PUBLIC_SCHEMA)
PROVISIONING: Final = Realm(RealmKind.PROVISIONING, PROVISIONER_ROLE, PUBLIC_SCHEMA)
ROUTING: Final = Realm(RealmKind.CENTRAL, ROUTER_ROLE, PUBLIC_SCHEMA)


def owning(schema: str) -> Realm:
    """The realm of migrations: logs in as the provisioner and works as the owner of ``schema``."""
    return Realm(RealmKind.OWNING, PROVISIONER_ROLE, schema, assumed_role=OWNER_ROLE)


def realm_of(municipality: MunicipalityRef) -> Realm:
    """The realm of one municipality; its role and its schema carry the same opaque name."""
    return Realm(RealmKind.MUNICIPALITY, municipality.schema, municipality.schema, municipality)


_current: ContextVar[Realm | None] = ContextVar("kisi_realm", default=None)


def current_realm() -> Realm:
    """The realm this code runs in.

    Raises ``NoRealm`` where none was entered.
    """
    realm = _current.get()
    if realm is None:
        raise NoRealm("This code runs outside any realm; enter one with `with inside(realm):`.")
    return realm


def realm_or_none() -> Realm | None:
    """The current realm for places that only want to mention it (log lines)."""
    return _current.get()


def current_municipality() -> MunicipalityRef:
    """The municipality this code runs for.

    Raises ``NoRealm`` outside a municipality's realm.
    """
    municipality = current_realm().municipality
    if municipality is None:
        raise NoRealm("This code belongs to a municipality, but runs outside one.")
    return municipality


@contextmanager
def inside(realm: Realm) -> Iterator[Realm]:
    """Run a block in ``realm`` and return to the realm before, whatever happens."""
    token = _current.set(realm)
    try:
        yield realm
    finally:
        _current.reset(token)
