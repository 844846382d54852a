"""Where an adopted template leads on to: said by the apps that made something of it, shown on the template's page.

An app declares it in its ``navigation.py``; without any the page says nothing about it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise

from kisi.core.access import allowed
from kisi.ui.features import is_left_out


@dataclass(frozen=True, slots=True)
class Onward:
    """A way on from templates of one kind.

    ``url`` takes the template's key and returns an address, or "" where it leads nowhere (any more).
    """

    key: str
    kind: str
    label: str | Promise
    icon: str
    permission: str
    url: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from one template."""

    label: str | Promise
    icon: str
    url: str


_ways: dict[str, Onward] = {}


def declare_onward(way: Onward) -> None:
    """Add a way. Raises ``ValueError`` when another one has the same key."""
    if _ways.setdefault(way.key, way) != way:
        raise ValueError(f"two ways on are called {way.key!r}")


def ways_on(request: HttpRequest, *, kind: str, template: str) -> list[Way]:
    """The ways this person may go from an adopted template, by their keys; none into an area that is left out."""
    ways = [way for _key, way in sorted(_ways.items()) if way.kind == kind and allowed(request.user, way.permission)]
    found = [Way(way.label, way.icon, url) for way in ways if (url := way.url(template))]
    return [way for way in found if not is_left_out(request, way.url)]
