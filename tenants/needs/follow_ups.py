"""What follows from a need (measures, offers): said by the apps that own it, shown on the need's page.

An app above this one declares in its ``navigation.py``::

    declare_follow_up(FollowUp("measures", _("Maßnahmen"), "task_alt", items_of_need, add_url))

While no app declares anything, the page says nothing about it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from kisi.core.access import allowed


@dataclass(frozen=True, slots=True)
class FollowUpItem:
    """One thing that follows: its name, where it stands and how far it is."""

    title: str
    url: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One kind of thing. ``items`` takes the need's key; ``add_url`` says where a new one is begun, "" for nowhere."""

    key: str
    label: str | Promise
    icon: str
    items: Callable[[int], Sequence[FollowUpItem]]
    add_url: Callable[[int], str] = lambda _need: ""
    permission: str | None = None


_kinds: dict[str, FollowUp] = {}


def declare_follow_up(kind: FollowUp) -> None:
    """Add a kind. Raises ``ValueError`` when another one has the same key."""
    if _kinds.setdefault(kind.key, kind) != kind:
        raise ValueError(f"two kinds of follow-ups are called {kind.key!r}")


@dataclass(frozen=True, slots=True)
class Following:
    """A kind with what there is of it for one need."""

    kind: FollowUp
    items: Sequence[FollowUpItem]
    add_url: str


def follow_ups_of(need_pk: int, user: object) -> list[Following]:
    """What follows from a need and may be seen by this person, by the kinds' keys."""
    seen = (kind for _key, kind in sorted(_kinds.items()) if kind.permission is None or allowed(user, kind.permission))
    return [Following(kind, kind.items(need_pk), kind.add_url(need_pk)) for kind in seen]
