"""Faults to plant, by name: stock behaviour or a careless change. They are there for the oracles to find."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest


def lenient_resolver() -> None:
    """The host is whichever known name stands last anywhere in the header."""
    from kisi.tenancy import middleware

    def careless(request: HttpRequest) -> str:
        names = re.findall(r"(?:[a-z]+\.)?kisi\.localhost", request.META.get("HTTP_HOST", "").lower())
        return names[-1] if names else "bensheim.kisi.localhost"

    middleware.requested_host = careless


FAULTS: Final[dict[str, Callable[[], None]]] = {"lenient-resolver": lenient_resolver}
