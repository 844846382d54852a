"""What is due for a person: declared by the apps that own it, shown together on the start page.

An app says in its ``due_work.py`` what it has, as in ``open_work``: a registry instead of an import upward.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.utils.functional import Promise

from kisi.core.access import allowed
from kisi.core.realms import realm_or_none


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to do by a day. ``url`` is where it is done, ``about`` a second line (whom or what it concerns)."""

    title: str
    url: str
    due_on: date
    about: str = ""


ItemsFunction = Callable[[int, date, int], Sequence[DueItem]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueWork:
    """One kind of dated work.

    ``items`` takes a user's id, the last day of interest and how many at most; it returns what is open and
    due by then, the earliest first, with one query. ``permission`` is asked before; ``place`` says on which
    kind of host the rows exist, ``feature`` to which optional area they belong.
    """

    key: str
    label: str | Promise
    icon: str
    items: ItemsFunction
    permission: str | None = None
    place: Literal["workspace", "central"] = "workspace"
    feature: str = ""


_kinds: dict[str, DueWork] = {}


def declare_due_work(kind: DueWork) -> None:
    """Add a kind. Raises ``ValueError`` when another one has the same key."""
    if _kinds.setdefault(kind.key, kind) != kind:
        raise ValueError(f"two kinds of due work are called {kind.key!r}")


def due_work_of(
    user: Any, until: date, limit: int, *, hidden: frozenset[str] = frozenset()
) -> list[tuple[DueWork, DueItem]]:
    """What a person has to do until a day, the earliest first, ``limit`` at most; without ``hidden`` areas."""
    realm = realm_or_none()
    place = "workspace" if realm and realm.municipality else "central"
    kinds = [
        kind
        for kind in _kinds.values()
        if kind.place == place
        and kind.feature not in hidden
        and (kind.permission is None or allowed(user, kind.permission))
    ]
    found = [(kind, item) for kind in kinds for item in kind.items(user.pk, until, limit)]
    return sorted(found, key=lambda pair: (pair[1].due_on, pair[1].title))[:limit]
