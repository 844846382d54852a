"""Which host means which municipality: the whole directory in memory, as one immutable snapshot.

A look-up costs a dictionary access and never a query, so unknown hosts cannot load the database
either. At most every ``REFRESH_SECONDS`` one request asks PostgreSQL for a fingerprint of the
directory (by content, so commit order does not matter) and reads it anew when that has changed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import psycopg
from django.conf import settings
from django.db import connection as django_connection

from kisi.core.realms import ROUTING, MunicipalityRef, Realm, inside, realm_of
from kisi.tenancy.bounded import DirectoryConnection
from kisi.tenancy.connections import STORE

REFRESH_SECONDS: Final = 0.5
"""How long an answer may be old: a change is in force everywhere within a second."""
MISS_REFRESH_SECONDS: Final = 0.05
"""After an unknown name the directory is asked again this soon, so that a new town answers at once."""

_FINGERPRINT_SQL: Final = """
SELECT (SELECT coalesce(sum(hashtextextended(concat_ws('|', id, ags, slug, name, status, schema_name, is_demo), 0)), 0)
          FROM public.municipalities_municipality)
    || '/' ||
       (SELECT coalesce(sum(hashtextextended(concat_ws('|', domain, tenant_id), 0)), 0)
          FROM public.municipalities_domain)
"""
SEALED: Final = frozenset({"onboarding", "offboarding"})
_MUNICIPALITIES_SQL: Final = (
    "SELECT id, ags, slug, name, status, schema_name, is_demo FROM public.municipalities_municipality"
    " WHERE status <> 'left' ORDER BY id"
)
_DOMAINS_SQL: Final = "SELECT domain, tenant_id FROM public.municipalities_domain"


class UnknownMunicipality(LookupError):
    """No municipality goes by this id, slug or host."""


@dataclass(frozen=True, slots=True)
class Directory:
    """A snapshot of all municipalities and their hosts."""

    fingerprint: str = ""
    by_id: Mapping[int, MunicipalityRef] = field(default_factory=dict)
    by_slug: Mapping[str, MunicipalityRef] = field(default_factory=dict)
    realm_by_host: Mapping[str, Realm] = field(default_factory=dict)


class _Cache:
    """The snapshot of this process and when it was last compared with the database."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.snapshot = Directory()
        self._compared_at = float("-inf")
        self._epoch = object()

    def fresh(self, max_age: float) -> Directory:
        """The snapshot, compared with the database not longer than ``max_age`` seconds ago."""
        if time.monotonic() - self._compared_at < max_age:
            return self.snapshot
        # Others go on with the last snapshot while one thread asks, unless there is none yet.
        lock = self._lock  # whoever starts over meanwhile makes a new one
        if not lock.acquire(blocking=self._compared_at == float("-inf") or max_age <= MISS_REFRESH_SECONDS):
            return self.snapshot
        try:
            if time.monotonic() - self._compared_at >= max_age:
                return self._compare()
            return self.snapshot
        finally:
            lock.release()

    def _compare(self) -> Directory:
        """What the database says now; kept unless something was changed while it was read."""
        started, epoch = time.monotonic(), self._epoch
        found = _read(self.snapshot)
        if epoch is self._epoch:
            self.snapshot, self._compared_at = found, started
        return found

    def expire(self) -> None:
        """Compare at the next look-up; until then the snapshot stays for those who are reading it."""
        self._epoch = object()
        self._compared_at = float("-inf")

    def forget(self) -> None:
        """Start over (after a fork; in tests after the database was exchanged)."""
        self.__init__()  # type: ignore[misc]


_cache = _Cache()


@contextmanager
def _router_cursor() -> Iterator[psycopg.Cursor[Any]]:
    """A plain cursor of the router role, beside whatever the thread's own connection is doing."""
    with inside(ROUTING):
        params = django_connection.get_connection_params()
    connection = STORE.take(ROUTING, lambda: DirectoryConnection.connect(**params, autocommit=True))
    try:
        with connection.cursor() as cursor:
            yield cursor
    except BaseException:
        STORE.discard(connection)
        raise
    STORE.give_back(connection)


def _read(known: Directory) -> Directory:
    with _router_cursor() as cursor:
        fingerprint = cursor.execute(_FINGERPRINT_SQL).fetchone()[0]  # type: ignore[index]
        if fingerprint == known.fingerprint:
            return known
        municipalities = [MunicipalityRef(*row) for row in cursor.execute(_MUNICIPALITIES_SQL)]
        domains = cursor.execute(_DOMAINS_SQL).fetchall()
    realms = {ref.id: realm_of(ref) for ref in municipalities}
    hosts = {f"{ref.slug}.{settings.KISI_BASE_DOMAIN}": realms[ref.id] for ref in municipalities}
    hosts |= {domain: realms[owner] for domain, owner in domains if owner in realms}
    return Directory(
        fingerprint,
        by_id={ref.id: ref for ref in municipalities},
        by_slug={ref.slug: ref for ref in municipalities},
        realm_by_host=hosts,
    )


def directory() -> Directory:
    """The directory as it stood at most ``REFRESH_SECONDS`` ago."""
    return _cache.fresh(REFRESH_SECONDS)


def realm_for_host(host: str) -> Realm:
    """The realm of a municipality's host name (lower case, no port, no trailing dot).

    Raises ``UnknownMunicipality``.
    """
    realm = directory().realm_by_host.get(host) or _cache.fresh(MISS_REFRESH_SECONDS).realm_by_host.get(host)
    if realm is None:
        raise UnknownMunicipality(host)
    return realm


def municipality(municipality_id: int) -> MunicipalityRef:
    """A municipality by its id.

    Raises ``UnknownMunicipality``.
    """
    found = directory().by_id.get(municipality_id) or _cache.fresh(MISS_REFRESH_SECONDS).by_id.get(municipality_id)
    if found is None:
        raise UnknownMunicipality(str(municipality_id))
    return found


def municipality_by_slug(slug: str) -> MunicipalityRef:
    """A municipality by its slug.

    Raises ``UnknownMunicipality``.
    """
    found = directory().by_slug.get(slug) or _cache.fresh(MISS_REFRESH_SECONDS).by_slug.get(slug)
    if found is None:
        raise UnknownMunicipality(slug)
    return found


def all_municipalities() -> list[MunicipalityRef]:
    """Every municipality there is, in the order they came on board."""
    return list(_cache.fresh(MISS_REFRESH_SECONDS).by_id.values())


def reachable_municipalities() -> list[MunicipalityRef]:
    """Those whose role can log in, suspended ones too: where periodic work is done.

    One that is coming has no data yet; one that is leaving was closed for its archive and is not changed any more.
    """
    return [ref for ref in all_municipalities() if ref.status not in SEALED]


def forget_directory() -> None:
    """Read the directory anew at the next look-up."""
    _cache.forget()


def expire_directory() -> None:
    """Compare with the database at the next look-up: this process has just changed something itself."""
    _cache.expire()
