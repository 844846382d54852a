"""The first page after signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kisi.core.access import Permission, requires


@requires(Permission.WORKSPACE_VIEW)
def start(request: HttpRequest) -> HttpResponse:
    """What there is for this person: the start cards that apps declared, and the menu."""
    return render(request, "desk/start.html")
