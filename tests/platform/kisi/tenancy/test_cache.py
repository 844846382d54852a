"""Cache keys carry the realm. Crossing is tried in ``tests/attack/test_cache_crossing.py``."""

from __future__ import annotations

import pytest
import redis
from django.core.cache import cache, caches

from kisi.core.realms import CENTRAL, MunicipalityRef, NoRealm, inside, realm_of
from kisi.tenancy.cache import key_without_realm, one_more, realm_key
from tests.servers import Servers


def test_the_realm_stands_first(in_bensheim: MunicipalityRef) -> None:
    """And what the caller writes cannot push it away."""
    assert realm_key("k", "", 1) == f"{in_bensheim.schema}::1:k"
    assert realm_key("m_other:k", "prefix", 2) == f"{in_bensheim.schema}:prefix:2:m_other:k"


@pytest.mark.parametrize("key", ["k", "a:b", "a:b:c:d", "", "ä – „x“"])
def test_a_key_comes_back_as_it_was(in_bensheim: MunicipalityRef, key: str) -> None:
    """Django reports keys with it, ``get_many`` for example."""
    assert key_without_realm(realm_key(key, "", 1)) == key


def test_outside_a_realm_there_is_no_key() -> None:
    """What belongs to nobody is not cached."""
    with pytest.raises(NoRealm):
        realm_key("k", "", 1)


def test_clearing_takes_many_keys_and_only_ones_own(
    database: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef
) -> None:
    """More keys than one round takes; the public host's and another town's stay."""
    for realm in (realm_of(butzbach), CENTRAL):
        with inside(realm):
            cache.set("k", 1)
    with inside(realm_of(bensheim)):
        cache.set_many({f"k{number}": number for number in range(2500)})
        cache.clear()
    with redis.Redis.from_url(database.redis_url) as client:
        assert {key.decode().split(":")[0] for key in client.scan_iter(count=1000)} == {butzbach.schema, "central"}


def test_clearing_nothing_is_no_error(database: Servers, in_bensheim: MunicipalityRef) -> None:
    """An empty cache."""
    cache.clear()
    assert cache.get("k") is None


def test_one_more_counts_in_its_realm_until_its_time_is_over(
    database: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef
) -> None:
    """Counted from nothing; another town counts for itself; counting on does not put the end off."""
    with inside(realm_of(bensheim)):
        assert [one_more("k", seconds=100) for _ in range(3)] == [1, 2, 3]
        cache.touch("k", 50)
        assert one_more("k", seconds=100) == 4
    with inside(realm_of(butzbach)):
        assert one_more("k", seconds=100) == 1
    with redis.Redis.from_url(database.redis_url) as client:
        assert 0 < client.ttl(f"{bensheim.schema}::1:k") <= 50


def test_one_client_serves_every_operation(in_bensheim: MunicipalityRef) -> None:
    """Stock makes one for each, at several times the price of the operation."""
    stored = caches["default"]._cache  # type: ignore[attr-defined] # Django's own name for it
    assert stored.get_client("a", write=True) is stored.get_client("b")
