"""Reads with more than one caller."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import QuerySet

from kisi.accounts.models import User
from kisi.core.access import allowed
from kisi.notifications.models import Notice, Preference
from kisi.notifications.vocabulary import Channel, NoticeKind, declared_kinds
from kisi.ui.features import feature_of

COUNTED: Final = 100
"""Beyond this the bell says 99+; counting on would cost time for nothing."""


def unread_count(user_id: int, *, hidden: frozenset[str]) -> int:
    """How many unread notices a person has, 100 at most; without those of areas that are left out."""
    unread = _about_what_is_here(hidden).filter(recipient_id=user_id, read_at=None).order_by()
    # Fewer than a hundred keys are read sooner than a subquery is put together to count them.
    return len(unread.values_list("pk")[:COUNTED])


def notices_of(user: User, *, only_unread: bool, hidden: frozenset[str]) -> QuerySet[Notice]:
    """A person's notices, newest first; without those of areas that are left out."""
    notices = _about_what_is_here(hidden).filter(recipient=user)
    return notices.filter(read_at=None) if only_unread else notices


def _about_what_is_here(hidden: frozenset[str]) -> QuerySet[Notice]:
    """A kind belongs to the area of the app that declares it. Notices stay: with the area they come back."""
    if not hidden:
        return Notice.objects.all()
    kinds = [kind.key for kind in declared_kinds() if feature_of(kind.key.partition(".")[0]) in hidden]
    return Notice.objects.exclude(kind__in=kinds)


def channels(kind: NoticeKind, user_ids: Iterable[int]) -> dict[int, Channel]:
    """How each of these people wants to hear of a kind."""
    ids = list(user_ids)
    chosen = dict(Preference.objects.filter(kind=kind.key, user__in=ids).values_list("user_id", "channel"))
    return {user_id: _known(chosen.get(user_id), kind) for user_id in ids}


def kinds_for(user: User) -> list[NoticeKind]:
    """The kinds that can concern this person."""
    return [kind for kind in declared_kinds() if kind.permission is None or allowed(user, kind.permission)]


def chosen_channels(user: User) -> dict[str, Channel]:
    """A person's choice for every kind that can concern them."""
    chosen = dict(Preference.objects.filter(user=user).values_list("kind", "channel"))
    return {kind.key: _known(chosen.get(kind.key), kind) for kind in kinds_for(user)}


def _known(channel: str | None, kind: NoticeKind) -> Channel:
    """The chosen channel; the kind's default without a choice or for one that exists no more."""
    return Channel(channel) if channel in Channel.values else kind.default
