"""Who does something: a person, a machine account or the platform itself.

Actions take an actor as ``by=`` and hand it to the audit trail. It is a value without a reference to
any table, so that it can cross from the public host into a municipality and into a task.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

ActorKind = Literal["user", "client", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """The author of an action.

    ``id`` is the key of the account or client in its own schema, ``label`` what people read in the trail.
    """

    kind: ActorKind
    id: str
    label: str


SYSTEM: Final = Actor("system", "system", "KISI-Plattform")
"""The platform acting on its own, for example when a period ends."""
