"""Every address of the platform, made from its URL configuration, so that a page added later is attacked too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from django.urls import URLPattern, URLResolver, get_resolver

from kisi.ui.registry import Feature, declared

FILLINGS: Final[dict[str, list[str]]] = {
    "int": ["1", "999999"],
    "str": ["x"],
    "slug": ["x"],
    "uuid": ["00000000-0000-4000-8000-000000000001"],
    "path": ["x/y"],
}
"""What stands in for a converter: the first object there is, and one that is not."""
_CONVERTER: Final = re.compile(r"<(?:(?P<kind>\w+):)?\w+>")
_GROUP: Final = re.compile(r"\(\?P<\w+>[^)]*\)")


def sent_to(address: str) -> dict[str, list[str]]:
    """What a walk posts to an address: nothing, but where that would leave out areas it has not walked yet."""
    if address == "/einstellungen/bereiche/":
        return {"shown": [feature.key for feature in declared(Feature)]}
    return {}


def addresses(urlconf: str) -> list[str]:
    """All addresses of a URL configuration, placeholders filled in."""
    return sorted({filled for route in routes(urlconf) for filled in _filled(route)})


def routes(urlconf: str) -> Iterator[str]:
    """All routes of a URL configuration, with their placeholders."""
    yield from _routes(get_resolver(urlconf), "/")


def _routes(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = prefix + _text_of(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _routes(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


def _text_of(pattern: Any) -> str:
    text = str(pattern)
    # A regular expression of a library: its groups become placeholders, its anchors go.
    return (
        _GROUP.sub("<str:group>", text)
        .replace("^", "")
        .replace("$", "")
        .replace("\\Z", "")
        .replace("\\.", ".")
        .replace("/?", "/")
    )


def _filled(route: str) -> list[str]:
    match = _CONVERTER.search(route)
    if match is None:
        return [route]
    values = FILLINGS.get(match["kind"] or "str", ["x"])
    return [done for value in values for done in _filled(route[: match.start()] + value + route[match.end() :])]
