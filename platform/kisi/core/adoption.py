"""How a central template comes into a municipality: copied with its origin, never linked (DOMAIN.md).

``shared.library`` knows the templates, apps of the town know what to do with them; they meet here.
One app keeps the copies (``@keeps_copies``); any app may make something out of a kind
(``@adopts("survey")``), in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from kisi.core.actors import Actor


@dataclass(frozen=True, slots=True)
class TemplateCopy:
    """One published version of a template as plain values.

    ``previous`` is the copy the town had last, None where this is its first; adopters are given it, so that they
    can carry over what the town made of it.
    """

    key: str
    version: int
    kind: str
    title: str
    content: dict[str, Any]
    previous: TemplateCopy | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What a keeper says: whether the copy is new to the town, and which one it had last."""

    is_new: bool
    previous: TemplateCopy | None = None


Keeper = Callable[[TemplateCopy, Actor], Kept]
"""Keeps a copy."""
Adopter = Callable[[TemplateCopy, Actor], None]
"""Makes something out of a copy that was just kept."""

_keepers: list[Keeper] = []
_adopters: dict[str, Adopter] = {}


class NobodyKeepsCopies(RuntimeError):
    """No app of the town is there to keep adopted templates."""


def keeps_copies(function: Keeper) -> Keeper:
    """Declare the one function that keeps copies. Raises ``ValueError`` for a second one."""
    if _keepers and _keepers[0] is not function:
        raise ValueError("two functions want to keep the copies of templates")
    _keepers[:] = [function]
    return function


def adopts(kind: str) -> Callable[[Adopter], Adopter]:
    """Declare what a kind of template becomes in a town. Raises ``ValueError`` when a kind is claimed twice."""

    def register(function: Adopter) -> Adopter:
        if _adopters.setdefault(kind, function) is not function:
            raise ValueError(f"two functions adopt templates of the kind {kind!r}")
        return function

    return register


def adopt(copy: TemplateCopy, *, by: Actor) -> bool:
    """Adopt a version in the current town; False when it had been adopted before (then nothing happens).

    The caller has entered the town's realm and opened a transaction. Raises ``NobodyKeepsCopies``.
    """
    if not _keepers:
        raise NobodyKeepsCopies("Keine App der Kommune nimmt Vorlagen entgegen.")
    kept = _keepers[0](copy, by)
    if not kept.is_new:
        return False
    if adopter := _adopters.get(copy.kind):
        adopter(replace(copy, previous=kept.previous), by)
    return True
