"""Passwords of database roles: derived from one mounted secret, so that nothing has to be stored.

The provisioner's password is *not* derived: a process that serves pages holds the mounted secret
and must still be unable to log in as the role that may create and drop municipalities.
"""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from kisi.core.realms import PROVISIONER_ROLE


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
