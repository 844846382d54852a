"""What the events of the trail are called on screen: declared by the apps that record them.

An app says it in its ``audit_events.py``; an event without a name is shown by its key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Story:
    """An event as news for colleagues: a whole sentence for those with the permission.

    ``sentence`` may hold ``%(actor)s`` and the entry's details (``%(version)s``); no personal data. ``url_name``
    leads to where it can be seen; with ``takes_key`` the number at the end of the entry's subject goes into it.
    """

    sentence: str | Promise
    permission: str
    icon: str = "history"
    url_name: str = ""
    takes_key: bool = False


_stories: dict[str, Story] = {}


def declare_stories(stories: Mapping[str, Story]) -> None:
    """Say which events are news. Raises ``ValueError`` where an event has two stories."""
    for key, story in stories.items():
        if _stories.setdefault(key, story) != story:
            raise ValueError(f"two stories for the event {key!r}")


def stories() -> dict[str, Story]:
    """All declared stories, by event."""
    return dict(_stories)
