"""One card of the start page by itself: fetched after the page, or opened as a page without JavaScript."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from kisi.core.access import Permission, requires
from kisi.ui.shell import Shell


@requires(Permission.WORKSPACE_VIEW)
@require_safe
@vary_on_headers("HX-Request")
def card(request: HttpRequest, key: str) -> HttpResponse:
    """The content for htmx, a whole page for everybody else. A card this person does not have: 404."""
    shell = Shell.of(request)
    found = shell.start_card(key)
    if found is None:
        raise Http404
    template = "desk/card_content.html" if request.headers.get("HX-Request") else "desk/single_card.html"
    return render(request, template, {"shell": shell, "card": found})
