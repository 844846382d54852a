"""Issuing and revoking machine accounts; run in the central realm."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.utils import timezone
from oauth2_provider.models import get_access_token_model

from api.models import Client
from api.oauth.secret import hashed, new_secret
from api.vocabulary import Scope
from kisi.audit.actions import record
from kisi.core.actors import SYSTEM, Actor
from kisi.core.names import is_readable_name

NAME_LENGTH: Final = 150


class ClientRefused(ValueError):
    """A client that cannot be made; the message is a German sentence."""


class UnknownScope(ClientRefused):
    """A scope that does not exist; the message names it and the ones there are."""


class UnknownClient(LookupError):
    """No client has this id."""


@transaction.atomic
def create_client(name: str, scopes: Iterable[str], *, by: Actor = SYSTEM) -> tuple[str, str]:
    """Make a client and give its id and its secret; the secret is kept as a hash only and shown this once.

    Raises:
        UnknownScope: a scope that does not exist, or none at all.
        ClientRefused: a name that nobody could tell apart in a list.
    """
    wanted = sorted(_checked(scopes))
    name = _checked_name(name)
    secret = new_secret()
    client = Client.objects.create(
        name=name,
        client_id=f"kisi-{secrets.token_hex(8)}",
        client_secret=hashed(secret),
        hash_client_secret=False,  # done already, see api.oauth.secret
        client_type=Client.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Client.GRANT_CLIENT_CREDENTIALS,
        scopes=wanted,
    )
    record("api.client_created", by=by, subject=f"api.client:{client.client_id}", details={"scopes": wanted})
    return client.client_id, secret


@transaction.atomic
def revoke_client(client_id: str, *, by: Actor = SYSTEM) -> None:
    """Refuse a client and every token it holds from now on; again on a revoked one does nothing.

    Raises:
        UnknownClient: no client has this id.
    """
    client = Client.objects.select_for_update().filter(client_id=client_id).first()
    if client is None:
        raise UnknownClient(client_id)
    if client.revoked_at is not None:
        return
    client.revoked_at = timezone.now()
    client.save(update_fields=["revoked_at", "updated"])
    get_access_token_model().objects.filter(application=client).delete()
    record("api.client_revoked", by=by, subject=f"api.client:{client_id}")


def _checked(scopes: Iterable[str]) -> set[str]:
    wanted = set(scopes)
    unknown = wanted - set(Scope.values)
    if unknown or not wanted:
        named = ", ".join(sorted(unknown)) or "keines"
        raise UnknownScope(f"Unbekanntes Recht: {named}. Möglich sind: {', '.join(Scope.values)}.")
    return wanted


def _checked_name(name: str) -> str:
    found = name.strip()
    if len(found) > NAME_LENGTH or not is_readable_name(found):
        raise ClientRefused(f"Der Name des Zugangs hat 1 bis {NAME_LENGTH} lesbare Zeichen in einer Zeile.")
    return found
