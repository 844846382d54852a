"""Client secrets: drawn here, shown once, kept as a hash."""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from django.utils.crypto import constant_time_compare

_ALGORITHM: Final = "sha256"
_SECRET_BYTES: Final = 48


def new_secret() -> str:
    """384 random bits as text."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def hashed(secret: str, *, salt: str = "") -> str:
    """``sha256$salt$hexdigest``.

    A slow hash protects what people choose. Nobody can guess these, and Argon2 at the token endpoint would cost every
    caller, honest or not, some 100 MB and a tenth of a second of ours.
    """
    salt = salt or secrets.token_hex(8)
    return f"{_ALGORITHM}${salt}${hashlib.sha256(f'{salt}{secret}'.encode()).hexdigest()}"


def matches(secret: str, stored: str) -> bool:
    """Whether ``stored`` is the hash of this secret; what is no hash of ours matches nothing."""
    algorithm, _, rest = stored.partition("$")
    salt, _, _digest = rest.partition("$")
    return algorithm == _ALGORITHM and bool(salt) and constant_time_compare(stored, hashed(secret, salt=salt))
