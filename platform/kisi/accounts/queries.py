"""Reads with more than one caller."""

from __future__ import annotations

from kisi.accounts.models import Invitation
from kisi.accounts.tokens import token_hash


def valid_invitation(token: str) -> Invitation | None:
    """The invitation a link belongs to, if it is still valid here."""
    invitation = Invitation.objects.filter(token_hash=token_hash(token)).first()
    return invitation if invitation and invitation.is_valid else None
