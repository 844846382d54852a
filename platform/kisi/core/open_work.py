"""Open work of one person: declared by the apps that own it, asked when somebody leaves.

An app says in its ``open_work.py`` what it has; accounts know none of them (a registry instead of an
import upward).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

from kisi.core.access import GRANTED, Permission
from kisi.core.actors import Actor
from kisi.core.realms import realm_or_none
from kisi.core.roles import Role

CountFunction = Callable[[int], int]
HandOverFunction = Callable[[int, int, Actor], int]


@dataclass(frozen=True, slots=True)
class OpenWork:
    """One kind of open work.

    ``count`` takes a user's id; ``hand_over`` takes from whom, to whom and who does it, moves all of it
    inside the open transaction, leaves its own audit rows and returns how many things it moved. Who goes on with
    it needs ``permission``; ``place`` says on which kind of host the rows exist.
    """

    key: str
    label: str | Promise
    count: CountFunction
    hand_over: HandOverFunction
    permission: Permission
    place: Literal["workspace", "central"] = "workspace"


_kinds: dict[str, OpenWork] = {}


def declare_open_work(kind: OpenWork) -> None:
    """Add a kind. Raises ``ValueError`` when another one has the same key."""
    known = _kinds.setdefault(kind.key, kind)
    if known != kind:
        raise ValueError(f"two kinds of open work are called {kind.key!r}")


def open_work_of(user_id: int) -> list[tuple[OpenWork, int]]:
    """What a person has open, with the numbers; kinds without any are left out."""
    realm = realm_or_none()
    place = "workspace" if realm and realm.municipality else "central"
    here = sorted((kind for kind in _kinds.values() if kind.place == place), key=lambda kind: kind.key)
    counted = ((kind, kind.count(user_id)) for kind in here)
    return [(kind, number) for kind, number in counted if number]


def roles_for(work: Iterable[tuple[OpenWork, int]]) -> frozenset[Role]:
    """The roles that may go on with all of this."""
    return frozenset(Role).intersection(*(GRANTED[kind.permission] for kind, _number in work))


def hand_over_all(from_id: int, to_id: int, by: Actor) -> dict[str, int]:
    """Move everything open from one person to another, inside the caller's transaction; how many of each kind."""
    return {kind.key: kind.hand_over(from_id, to_id, by) for kind, _number in open_work_of(from_id)}
