"""Parts of pages that ask for themselves again and again while something moves."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse

from kisi.accounts.middleware import ask_to_sign_in

_STOP: Final = 286
"""htmx's own status: a page that asks again and again leaves it at that."""


def stop_asking(request: HttpRequest) -> HttpResponse:
    """For strangers: a page left open does not walk off to the sign-in by itself."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=_STOP, headers={"HX-Reswap": "none"})
    return ask_to_sign_in(request)
