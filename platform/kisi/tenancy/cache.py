"""Cache keys that carry the realm, so that no value can be read in another municipality."""

from __future__ import annotations

from kisi.core.realms import current_realm


def realm_key(key: str, key_prefix: str, version: int) -> str:
    """Django's ``KEY_FUNCTION``: the realm stands first.

    Raises ``NoRealm`` outside a realm; what belongs to nobody is not cached.
    """
    return f"{current_realm().key}:{key_prefix}:{version}:{key}"


def key_without_realm(full_key: str) -> str:
    """Django's ``REVERSE_KEY_FUNCTION``: the caller's part of a stored key."""
    return full_key.split(":", 3)[3]
