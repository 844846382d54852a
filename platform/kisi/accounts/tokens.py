"""Tokens that travel by e-mail: random, kept as a hash only, worth nothing in another realm."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings

from kisi.core.realms import current_realm


def new_token() -> str:
    """256 random bits as they stand in a link."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token.

    Keyed with the platform's secret and the realm: a row copied into another municipality, with
    whatever id, answers to no link there.
    """
    key = f"kisi.accounts.tokens|{settings.SECRET_KEY}".encode()
    return hmac.new(key, f"{current_realm().key}|{token}".encode(), hashlib.sha256).hexdigest()
