"""The first page after signing in, until an app brings a better one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kisi.core.access import Permission, requires


@requires(Permission.WORKSPACE_VIEW)
def start(request: HttpRequest) -> HttpResponse:
    """What there is for this person: the start cards that apps declared, and the menu."""
    return render(request, "accounts/start.html")
