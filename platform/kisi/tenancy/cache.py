"""Cache keys that carry the realm, so that no value can be read in another municipality."""

from __future__ import annotations

from itertools import batched
from typing import Any, Final, cast

from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

from kisi.core.realms import current_realm

_CHUNK: Final = 1000


class KeptClient(RedisCacheClient):
    """Django makes a client for every operation, which costs more than the operation; here one serves them all."""

    def __init__(self, *servers: Any, **options: Any) -> None:
        super().__init__(*servers, **options)
        self._clients: dict[int, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """The client of the server that is to be asked."""
        index = self._get_connection_pool_index(write)  # type: ignore[attr-defined] # not in the stubs
        if index not in self._clients:
            self._clients[index] = super().get_client(key, write=write)
        return self._clients[index]


class RealmCache(RedisCache):
    """Django's cache on Redis or Valkey, of which a realm can only clear its own part."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClient

    def clear(self) -> bool:  # type: ignore[override] # what stock returns
        """Delete the current realm's entries. Stock empties the whole server: every town's, and Celery's queues."""
        client = self._cache.get_client(write=True)
        for keys in batched(client.scan_iter(match=f"{current_realm().key}:*", count=_CHUNK), _CHUNK):
            client.unlink(*keys)
        return True

    def one_more(self, key: str, seconds: int) -> int:
        """Count one more; a new counter starts at nothing and is forgotten after so many seconds. One round trip."""
        name = self.make_and_validate_key(key)
        with self._cache.get_client(name, write=True).pipeline(transaction=False) as both:
            both.set(name, 0, ex=seconds, nx=True)
            both.incr(name)
            return int(both.execute()[1])


def one_more(key: str, *, seconds: int) -> int:
    """How often this was counted in the current realm, with this time; forgotten after so many seconds.

    Raises ``RedisError`` where the cache does not answer.
    """
    return cast("RealmCache", caches["default"]).one_more(key, seconds)


def realm_key(key: str, key_prefix: str, version: int) -> str:
    """Django's ``KEY_FUNCTION``: the realm stands first.

    Raises ``NoRealm`` outside a realm; what belongs to nobody is not cached.
    """
    return f"{current_realm().key}:{key_prefix}:{version}:{key}"


def key_without_realm(full_key: str) -> str:
    """Django's ``REVERSE_KEY_FUNCTION``: the caller's part of a stored key."""
    return full_key.split(":", 3)[3]
