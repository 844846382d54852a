"""What somebody finds who has just got an account: said by the apps that own it, in their ``newcomers.py``.

Accounts call ``welcome`` when an invitation is accepted and know none of the apps.
"""

from __future__ import annotations

from collections.abc import Callable

from kisi.core.actors import Actor

Welcome = Callable[[int, str, Actor], None]

_welcomes: dict[str, Welcome] = {}


def welcomes(key: str) -> Callable[[Welcome], Welcome]:
    """Declare what happens for a newcomer: takes the user's id, the role and the actor, inside the transaction.

    It runs on every kind of host; a role tells towns and centre apart. Raises ``ValueError`` when two
    functions claim one key.
    """

    def register(function: Welcome) -> Welcome:
        if _welcomes.setdefault(key, function) is not function:
            raise ValueError(f"two apps welcome newcomers as {key!r}")
        return function

    return register


def welcome(user_id: int, role: str, by: Actor) -> None:
    """Let every app prepare what it has for a new person, inside the caller's transaction."""
    for key in sorted(_welcomes):
        _welcomes[key](user_id, role, by)
