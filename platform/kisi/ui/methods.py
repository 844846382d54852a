"""Pages are read and sent to, nothing else; whoever opens an address that only takes a form is told so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render

PAGE_METHODS: Final = ("GET", "HEAD", "POST")
_OTHER_DOORS: Final = "/api/"
NOT_ALLOWED: Final = 405


class MethodMiddleware:
    """Refuses methods that no page knows (a view that names none would take DELETE for GET), in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Django's empty refusal becomes a page: after signing in again, somebody may land on such an address."""
        response = self.get_response(request)
        if response.status_code != NOT_ALLOWED or not isinstance(response, HttpResponse) or response.content:
            return response
        page = render(request, "405.html")
        # What the view said about the answer (``Allow``, ``Referrer-Policy``) stays.
        response.content, response["Content-Type"] = page.content, page["Content-Type"]
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponseBase | None:
        """The refusal, or None to let the view run."""
        if request.method in PAGE_METHODS or request.path.startswith(_OTHER_DOORS):
            return None
        return HttpResponseNotAllowed(PAGE_METHODS)
