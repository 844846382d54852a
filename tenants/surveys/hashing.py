"""Short codes that people read from paper and type: how they look, and what is stored of them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from django.conf import settings

from kisi.core.realms import current_realm

LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Nothing that looks like something else: no I, L, O, 0, 1."""
LENGTH: Final = 10


def new_code() -> str:
    """Ten random letters (49 bits) as they are printed: ``ABCDE-FGHJK``."""
    letters = "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def bare(code: str) -> str:
    """What was typed, without blanks, dashes and case."""
    return "".join(letter for letter in code.upper() if letter.isalnum())[:40]


def code_hash(code: str, purpose: str) -> str:
    """What is stored of a code: keyed with the platform's secret, the town and what it is for.

    A row copied into another town, or a resume code used as an invitation, fits nothing.
    """
    key = f"tenants.surveys.codes|{settings.SECRET_KEY}".encode()
    message = f"{current_realm().key}|{purpose}|{bare(code)}".encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()
