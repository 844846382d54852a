"""T07: what one town has put into the cache, a template fragment or the process's memory is not another town's."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache, caches
from django.core.cache.backends.base import CacheKeyWarning
from django.template import engines

from kisi.core.realms import CENTRAL, MINISTRY, PROVISIONING, MunicipalityRef, NoRealm, inside, realm_of
from tests.attack.canaries import Canaries, Leak, valkey_entries
from tests.servers import Servers

pytestmark = pytest.mark.attack

FRAGMENT = "{% load cache %}{% cache 300 side_column user.pk %}{{ word }}{% endcache %}"


def read_after_fill(canaries: Canaries, here: MunicipalityRef, there: MunicipalityRef) -> list[Leak]:
    """Fill everything cacheable in one town, then read it in the other; what crossed."""
    template = engines["django"].from_string(FRAGMENT)
    with inside(realm_of(here)):
        cache.set("k", canaries.word(here))
        cache.set_many({"m1": canaries.word(here), "m2": [canaries.word(here)]})
        cache.set("versioned", canaries.word(here), version=7)
        cache.add("added", canaries.word(here))
        cache.get_or_set("lazily", lambda: canaries.word(here))
        template.render({"user": {"pk": 1}, "word": canaries.word(here)})
    with inside(realm_of(there)):
        seen = [
            cache.get("k"),
            cache.get_many(["k", "m1", "m2", f"{here.schema}::1:k"]),
            cache.get("versioned", version=7),
            cache.get(f"{here.schema}::1:k"),
            cache.get("../k"),
            cache.get("added"),
            cache.get_or_set("lazily", lambda: "own"),
            template.render({"user": {"pk": 1}, "word": "own"}),
        ]
    return canaries.foreign_in(repr(seen), home=there.schema, place="cache")


def test_nothing_cached_crosses(database: Servers, canaries: Canaries, towns: list[MunicipalityRef]) -> None:
    """Every way Django's cache can be filled and asked, all ordered pairs, one process and one Valkey."""
    leaks = [
        leak for here in towns for there in towns if here != there for leak in read_after_fill(canaries, here, there)
    ]
    assert leaks == []
    assert canaries.leaks_in_valkey(database.redis_url) == []


def test_every_key_starts_with_its_realm(database: Servers, canaries: Canaries, towns: list[MunicipalityRef]) -> None:
    """The platform's realms have keys of their own too; a key cannot be written so that it looks like another's."""
    for realm in (CENTRAL, PROVISIONING, MINISTRY, *map(realm_of, towns)):
        with inside(realm):
            cache.set("k", 1)
            cache.set(f"{towns[0].schema}:1:k", 1)
            with warnings.catch_warnings(action="ignore", category=CacheKeyWarning):
                cache.set("\r\nSET x y", 1)
    heads = {key.split(":", 1)[0] for key, _value in valkey_entries(database.redis_url)}
    assert heads == {"central", "provisioning", "ministry", *(town.schema for town in towns)}


def test_without_a_realm_nothing_is_cached(database: Servers) -> None:
    """Neither read nor written, also in a thread that a request started."""
    problems: list[str] = []

    def try_it() -> None:
        for attempt in (
            lambda: cache.get("k"),
            lambda: cache.set("k", 1),
            lambda: cache.delete("k"),
            lambda: cache.incr("k"),
        ):
            try:
                attempt()
            except NoRealm:
                continue
            problems.append("cached outside a realm")

    try_it()
    with inside(CENTRAL):
        thread = threading.Thread(target=try_it)
        thread.start()
        thread.join()
    assert problems == []
    assert list(valkey_entries(database.redis_url)) == []


def test_counters_and_deletions_stay_at_home(database: Servers, towns: list[MunicipalityRef]) -> None:
    """A rate limit that one town exhausts is not the other's; deleting and clearing reach only one's own keys."""
    here, there = towns[:2]
    for town in (here, there):
        with inside(realm_of(town)):
            cache.set("count", 1)
    with inside(realm_of(here)):
        cache.incr("count", 5)
        cache.touch("count", 100)
        cache.delete_many(["count", f"{there.schema}::1:count"])
    with inside(realm_of(there)):
        assert cache.get("count") == 1


def test_clearing_a_towns_cache_leaves_others_and_the_broker_alone(
    database: Servers, canaries: Canaries, towns: list[MunicipalityRef]
) -> None:
    """Stock ``cache.clear()`` empties the whole server: every town's cache, and Celery's queues with it."""
    import redis

    here, there = towns[:2]
    with redis.Redis.from_url(database.redis_url) as client:
        client.rpush("default", "a message")
        with inside(realm_of(here)):
            cache.clear()
            assert cache.get("greeting") is None
        with inside(realm_of(there)):
            assert canaries.word(there) in cache.get("greeting")
        assert client.llen("default") == 1


# -- planted leak ---------------------------------------------------------------------------------


@pytest.fixture
def stock_keys() -> Iterator[None]:
    """The cache as Django brings it: no KEY_FUNCTION."""
    planted: dict[str, Any] = caches.settings["default"]
    kept = {name: planted.pop(name) for name in ("KEY_FUNCTION", "REVERSE_KEY_FUNCTION")}
    _renew()
    yield
    planted.update(kept)
    _renew()


def _renew() -> None:
    if hasattr(caches._connections, "default"):
        del caches._connections.default


def test_a_planted_cache_without_realms_is_found(
    database: Servers, canaries: Canaries, towns: list[MunicipalityRef], stock_keys: None
) -> None:
    """django-tenants #1052: seen at B, and seen in the server's keys."""
    assert len(read_after_fill(canaries, towns[0], towns[1])) == 1
    assert any(leak.word_of == "nobody" for leak in canaries.leaks_in_valkey(database.redis_url))
