"""A second factor of every kind for somebody, without a telephone and without a key."""

from __future__ import annotations

import hashlib
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from kisi.accounts.models import User

ID = b"a passkey that is nowhere"


@transaction.atomic
def give_second_factor(user: User) -> int:
    """An app, recovery codes and a passkey; the passkey's key in the database. In the person's realm."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return int(WebAuthn.add(user, "Laptop", _credential()).instance.pk)


def _credential() -> dict[str, Any]:
    """What a browser answers when a passkey was made."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    attested = AttestedCredentialData.create(b"\0" * 16, ID, public)
    flags = AuthenticatorData.FLAG
    data = AuthenticatorData.create(
        hashlib.sha256(b"kisi.localhost").digest(), flags.AT | flags.UP | flags.UV, 0, attested
    )
    client = CollectedClientData.create("webauthn.create", b"challenge", "https://kisi.localhost")
    return {
        "id": websafe_encode(ID),
        "rawId": websafe_encode(ID),
        "type": "public-key",
        "clientExtensionResults": {"credProps": {"rk": True}},
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
    }
