"""Reads with more than one caller."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from kisi.accounts.models import Invitation, PasswordReset, Session, User
from kisi.accounts.tokens import token_hash
from kisi.core.open_work import OpenWork, roles_for
from kisi.core.text_search import TextSearch

PEOPLE: Final = TextSearch(config="simple", name="A", email="A")
"""What a person is found by."""


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """A session as its owner sees it. ``key`` is the stored one: it names the session and opens nothing."""

    key: str
    browser: str
    signed_in_at: datetime | None
    last_seen_at: datetime


def valid_invitation(token: str) -> Invitation | None:
    """The invitation a link belongs to, if it is still valid here."""
    invitation = Invitation.objects.filter(token_hash=token_hash(token)).first()
    return invitation if invitation and invitation.is_valid else None


def expired_invitation(token: str) -> Invitation | None:
    """The invitation a link belongs to, if all that is wrong with it is its age."""
    invitation = Invitation.objects.filter(token_hash=token_hash(token)).first()
    return invitation if invitation and invitation.is_open and not invitation.is_valid else None


def valid_reset(token: str) -> PasswordReset | None:
    """The request a link for a new password belongs to, if it is still valid here."""
    reset = PasswordReset.objects.select_related("user").filter(token_hash=token_hash(token)).first()
    return reset if reset and reset.is_valid and reset.user and reset.user.is_active else None


def waiting_resets() -> list[int]:
    """Requests for a new password that nobody has answered for a minute."""
    waiting = PasswordReset.objects.filter(handled_at=None, requested_at__lt=timezone.now() - timedelta(minutes=1))
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:200])


def possible_successors(leaving: User, work: Iterable[tuple[OpenWork, int]]) -> QuerySet[User]:
    """Who may take over this open work of somebody: every other active person whose role may go on with all of it."""
    others = User.objects.filter(is_active=True, role__in=roles_for(work)).exclude(pk=leaving.pk)
    return others.order_by("name", "pk")


def sessions_of(user: User) -> list[SessionSeen]:
    """A person's sessions, the one used last first."""
    rows = Session.objects.filter(user_id=user.pk, expire_date__gt=timezone.now()).order_by("-last_seen_at")
    return [_seen(row) for row in rows]


def _seen(row: Session) -> SessionSeen:
    data = row.get_decoded()
    signed_in_at = data.get("kisi_signed_in_at")
    return SessionSeen(
        key=row.session_key,
        browser=data.get("kisi_browser", ""),
        signed_in_at=datetime.fromisoformat(signed_in_at) if signed_in_at else None,
        last_seen_at=row.last_seen_at,
    )
