"""What a token is good for: its scopes, as far as the role of the person goes who issued it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from kisi.core.access import Permission, allowed
from tenants.access_tokens.models import WorkspaceToken
from tenants.access_tokens.vocabulary import TokenScope

ISSUING: Final = Permission.SETTINGS_MANAGE
"""Who may issue tokens, and only for as long are those they issued valid."""

NEEDED: Final[Mapping[TokenScope, Permission]] = {
    TokenScope.READ_SURVEYS: Permission.SURVEYS_VIEW,
    TokenScope.WRITE_SURVEYS: Permission.SURVEYS_EDIT,
    TokenScope.READ_RESULTS: Permission.RESULTS_VIEW,
    TokenScope.READ_NEEDS: Permission.NEEDS_VIEW,
    TokenScope.WRITE_NEEDS: Permission.NEEDS_EDIT,
    TokenScope.READ_CONTACT_POINTS: Permission.WORKSPACE_VIEW,
    TokenScope.WRITE_CONTACT_POINTS: Permission.SETTINGS_MANAGE,
}
"""Scope → what the person who issued the token must be allowed to do on screen."""


def is_usable(token: WorkspaceToken, on: date) -> bool:
    """Whether a token is accepted on a day: not revoked, not expired, and its issuer may still issue tokens."""
    return token.revoked_at is None and on <= token.expires_on and allowed(token.issued_by, ISSUING)


def granted(token: WorkspaceToken) -> frozenset[str]:
    """The scopes that count: those of the token of which its issuer has the permission."""
    return frozenset(
        scope.value for scope in TokenScope if scope in token.scopes and allowed(token.issued_by, NEEDED[scope])
    )
