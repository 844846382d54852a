"""What the events of the trail are called on screen: declared by the apps that record them.

An app says it in its ``audit_events.py``; an event without a name is shown by its key.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

_names: dict[str, str | Promise] = {}


def declare_events(names: Mapping[str, str | Promise]) -> None:
    """Name events. Raises ``ValueError`` where a key has two names."""
    for key, name in names.items():
        if _names.setdefault(key, name) != name:
            raise ValueError(f"two names for the event {key!r}")


def event_name(key: str) -> str:
    """An event as people read it."""
    return str(_names.get(key, key))


def event_names() -> dict[str, str]:
    """All declared events, by name."""
    return dict(sorted(((key, str(name)) for key, name in _names.items()), key=lambda pair: pair[1].casefold()))
