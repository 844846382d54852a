"""Reads with more than one caller."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from kisi.accounts.tokens import token_hash
from tenants.access_tokens.access import is_usable
from tenants.access_tokens.models import TokenSettings, WorkspaceToken


def usable_token(shown: str) -> WorkspaceToken | None:
    """The token a program shows; None for one that is unknown here, revoked, expired or whose issuer is gone."""
    found = WorkspaceToken.objects.select_related("issued_by").filter(token_hash=token_hash(shown)).first()
    return found if found and is_usable(found, timezone.localdate()) else None


def latest_expiry() -> date:
    """The last day a token issued today may be valid."""
    return timezone.localdate() + timedelta(days=TokenSettings.current().longest_days)
