"""Secrets in the database: encrypted with a key of the realm and the purpose, so that a copied row says nothing."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from kisi.core.realms import current_realm


def sealed(text: str, *, purpose: str) -> str:
    """The text as it may be stored."""
    return _cipher(purpose).encrypt(text.encode()).decode()


def unsealed(stored: str, *, purpose: str) -> str | None:
    """The text, or None for one that was sealed elsewhere, for something else, or never."""
    try:
        return _cipher(purpose).decrypt(stored.encode()).decode()
    except InvalidToken:
        return None


def _cipher(purpose: str) -> Fernet:
    info = f"kisi.accounts.{purpose}|{current_realm().key}".encode()
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
