"""From the bearer token of a request on a municipality's host to the token behind it, and what it may do."""

from __future__ import annotations

from typing import Any

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request

from api.oauth.authentication import CHALLENGE
from api.oauth.permissions import HasScope
from api.problems.kinds import Kind
from api.problems.problem import ApiProblem
from api.requests.rate_limits import ClientRateLimit
from kisi.core.actors import Actor
from tenants.access_tokens.access import granted
from tenants.access_tokens.actions import note_use
from tenants.access_tokens.models import WorkspaceToken
from tenants.access_tokens.queries import usable_token


class WorkspaceBearer(BaseAuthentication):
    """Accepts ``Authorization: Bearer …`` with a token this municipality issued, and nothing else."""

    def authenticate(self, request: Request) -> tuple[None, WorkspaceToken] | None:
        """The token as ``request.auth``; programs have no user.

        Raises:
            ApiProblem: 401, the same for a token that is unknown here, revoked, expired or whose issuer is gone.
        """
        header = get_authorization_header(request).decode("latin-1")
        if not header.lower().startswith("bearer "):
            return None
        token = usable_token(header[7:].strip())
        if token is None:
            raise ApiProblem(Kind.TOKEN_INVALID, headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'})
        note_use(token)
        return None, token

    def authenticate_header(self, request: Request) -> str:
        """The challenge of every 401."""
        return CHALLENGE


class HasTokenScope(HasScope):
    """The token carries one of the scopes that ``view.scopes`` names, and its issuer may do that on screen."""

    def granted(self, auth: Any) -> frozenset[str]:
        """The token's scopes, as far as the role of the person goes who issued it."""
        return granted(auth)


class WorkspaceRateLimit(ClientRateLimit):
    """One quota for reading and one for writing, for each token."""

    def identity(self, request: Request) -> str:
        """The token's number; each municipality counts on its own."""
        return f"token-{token_of(request).pk}"


def token_of(request: Request) -> WorkspaceToken:
    """The token that makes this (authenticated) request."""
    auth: Any = request.auth
    token: WorkspaceToken = auth
    return token


def actor_of(request: Request) -> Actor:
    """The program as it stands in the audit trail."""
    return token_of(request).actor
