"""Cache keys that carry the realm, so that no value can be read in another municipality."""

from __future__ import annotations

from itertools import batched
from typing import Final

from django.core.cache.backends.redis import RedisCache

from kisi.core.realms import current_realm

_CHUNK: Final = 1000


class RealmCache(RedisCache):
    """Django's cache on Redis or Valkey, of which a realm can only clear its own part."""

    def clear(self) -> bool:  # type: ignore[override] # what stock returns
        """Delete the current realm's entries. Stock empties the whole server: every town's, and Celery's queues."""
        client = self._cache.get_client(write=True)
        for keys in batched(client.scan_iter(match=f"{current_realm().key}:*", count=_CHUNK), _CHUNK):
            client.unlink(*keys)
        return True


def realm_key(key: str, key_prefix: str, version: int) -> str:
    """Django's ``KEY_FUNCTION``: the realm stands first.

    Raises ``NoRealm`` outside a realm; what belongs to nobody is not cached.
    """
    return f"{current_realm().key}:{key_prefix}:{version}:{key}"


def key_without_realm(full_key: str) -> str:
    """Django's ``REVERSE_KEY_FUNCTION``: the caller's part of a stored key."""
    return full_key.split(":", 3)[3]
