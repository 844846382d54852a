"""Passwords of database roles: derived from one mounted secret, so that nothing has to be stored.

The provisioner's password is *not* derived: a process that serves pages holds the mounted secret
and must still be unable to log in as the role that may create and drop municipalities.
"""

from __future__ import annotations

import base64
from typing import Any, Final

import psycopg
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from kisi.core.realms import PROVISIONER_ROLE

DERIVED_ITERATIONS: Final = 64
"""Rounds of SCRAM's key derivation for derived passwords; PostgreSQL's default is 4,096.

The rounds slow down whoever guesses passwords from a stolen verifier (RFC 5802, 7677). There is nothing to guess in
256 bits of HKDF output, but every new connection pays for them: 9 ms instead of 3.4. Passwords that people choose
keep the default.
"""


class NoProvisioningRights(RuntimeError):
    """This process was not given the provisioner's password."""


def derived_password(role: str, *, secret: str | None = None) -> str:
    """The password of a database role, from ``KISI_SECRET_KEY`` by HKDF-SHA256 (RFC 5869)."""
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"kisi database role {role}".encode())
    key = kdf.derive((secret or settings.SECRET_KEY).encode())
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def password_of(role: str) -> str:
    """The password to log in as ``role``.

    Raises ``NoProvisioningRights`` for the provisioner in a process that does not hold its password.
    """
    if role != PROVISIONER_ROLE:
        return derived_password(role)
    if not settings.KISI_PROVISIONER_PASSWORD:
        raise NoProvisioningRights(
            "Dieser Prozess darf keine Kommunen anlegen oder ändern: KISI_PROVISIONER_PASSWORD ist nicht gesetzt."
        )
    return settings.KISI_PROVISIONER_PASSWORD


def login_verifier(connection: psycopg.Connection[Any], role: str, *, secret: str | None = None) -> str:
    """The SCRAM verifier of a role's derived password, made on this side so that no password reaches the server's log.

    ``connection`` tells libpq how many rounds to go.
    """
    connection.execute(f"SET scram_iterations = {DERIVED_ITERATIONS}")
    try:
        return verifier_of(connection, role, derived_password(role, secret=secret))
    finally:
        connection.execute("RESET scram_iterations")


def verifier_of(connection: psycopg.Connection[Any], role: str, password: str) -> str:
    """The SCRAM verifier of a password, with as many rounds as the server asks for."""
    return connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
