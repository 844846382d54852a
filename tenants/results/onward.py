"""Where results lead on to: said by the apps above (stating a need), shown beside questions and topics.

An app declares it in its ``navigation.py``; without any the pages say nothing about it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.utils.functional import Promise

from kisi.core.access import allowed
from kisi.ui.features import hidden_features


@dataclass(frozen=True, slots=True)
class Finding:
    """What somebody looks at: a question of a wave, or a topic with the perspectives that see a need in it."""

    topic: str = ""
    wave_pk: int = 0
    question_code: str = ""
    perspectives: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Onward:
    """One way on. ``url`` takes what somebody looks at.

    People without the permission do not see it, nor do towns that leave out the area ``feature``.
    """

    key: str
    label: str | Promise
    icon: str
    permission: str
    url: Callable[[Finding], str]
    feature: str = ""


_ways: dict[str, Onward] = {}


def declare_onward(way: Onward) -> None:
    """Add a way. Raises ``ValueError`` when another one has the same key."""
    if _ways.setdefault(way.key, way) != way:
        raise ValueError(f"two ways on are called {way.key!r}")


def ways_on(request: HttpRequest) -> list[Onward]:
    """The ways this person may go here, by their keys."""
    hidden = hidden_features(request)
    ways = [way for _key, way in sorted(_ways.items()) if way.feature not in hidden]
    return [way for way in ways if allowed(request.user, way.permission)]
