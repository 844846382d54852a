"""Where somebody is led whose page may be gone: to it, or to the nearest one above it."""

from __future__ import annotations

from copy import copy
from urllib.parse import urlsplit

from django.contrib.messages.storage import default_storage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.urls import get_script_prefix, resolve


def nearest_page(request: HttpRequest, address: str) -> str:
    """``address`` where it still answers the person who asks, else the first above it that does; ``/`` at last.

    What was removed has no page, but the list it stood in has, and that list is one step up in the address.
    """
    here = address
    while len(here) > len(get_script_prefix()) and not _answers(request, here):
        here = urlsplit(here).path.rstrip("/").rpartition("/")[0] + "/"
    return here


def _answers(request: HttpRequest, address: str) -> bool:
    """Whether the page is there for this person. Only its view knows, so the view is asked, as a browser would."""
    parts, prefix = urlsplit(address), get_script_prefix()
    asked = copy(request)
    asked.method, asked.path = "GET", parts.path
    asked.path_info = "/" + parts.path.removeprefix(prefix)
    asked.GET, asked.POST = QueryDict(parts.query), QueryDict()
    # A page that is drawn takes the messages that wait; those are for the page the person will see.
    asked._messages = default_storage(asked)  # type: ignore[attr-defined]
    try:
        asked.resolver_match = match = resolve(asked.path_info)
        return bool(match.func(asked, *match.args, **match.kwargs).status_code < 400)
    except (Http404, PermissionDenied):
        return False
