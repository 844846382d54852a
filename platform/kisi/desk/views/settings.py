"""The index of all settings."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kisi.core.access import Permission, requires


@requires(Permission.SETTINGS_MANAGE)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every page of settings that apps declared (``SettingsPage``) and this person may open."""
    return render(request, "desk/settings.html")
