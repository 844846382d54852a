"""From the bearer token of a request to the client behind it."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from oauth2_provider.models import AccessToken
from oauth2_provider.oauth2_backends import get_oauthlib_core
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request

from api.models import Client
from api.problems.kinds import Kind
from api.problems.problem import ApiProblem
from kisi.core.actors import Actor

CHALLENGE: Final = 'Bearer realm="KISI"'


class BearerToken(BaseAuthentication):
    """Accepts ``Authorization: Bearer …`` and nothing else: no cookie, no token in an address or a body.

    The library's own class reads the body to look for a token there, so that strangers could have it parsed.
    """

    def authenticate(self, request: Request) -> tuple[None, AccessToken] | None:
        """The valid token as ``request.auth``; machine accounts have no user.

        Raises:
            ApiProblem: 401 where a token was sent that is unknown, expired, or belongs to a revoked client.
        """
        header = get_authorization_header(request).decode("latin-1")
        if not header.lower().startswith("bearer "):
            return None
        address = settings.KISI_BASE_URL + quote(request.path)
        token = f"Bearer {header[7:].strip()}"
        valid, checked = get_oauthlib_core().server.verify_request(address, "GET", None, {"Authorization": token}, [])
        if not valid:
            raise ApiProblem(Kind.TOKEN_INVALID, headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'})
        return None, checked.access_token

    def authenticate_header(self, request: Request) -> str:
        """The challenge of every 401."""
        return CHALLENGE


def client_of(request: Request) -> Client:
    """The client that makes this (authenticated) request."""
    token: Any = request.auth
    client: Client = token.application
    return client


def actor_of(request: Request) -> Actor:
    """The client as it stands in the audit trail."""
    client = client_of(request)
    return Actor(kind="client", id=client.client_id, label=client.name)
