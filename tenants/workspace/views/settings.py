"""Settings of the municipality on screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, requires
from kisi.ui.forms import answer_form
from tenants.workspace.actions import change_settings
from tenants.workspace.forms import FeaturesForm, WorkspaceForm
from tenants.workspace.models import WorkspaceSettings


@requires(Permission.SETTINGS_MANAGE)
def municipality(request: HttpRequest) -> HttpResponse:
    """Name, address, time zone and the checklist for newcomers."""
    form = WorkspaceForm(request.POST or None, instance=WorkspaceSettings.current())
    if not form.is_valid():
        return answer_form(request, "workspace/municipality.html", form)
    change_settings(settings=form.instance, by=actor_of(request))
    messages.success(request, _("Gespeichert."))
    return redirect("desk:settings")


@requires(Permission.SETTINGS_MANAGE)
def features(request: HttpRequest) -> HttpResponse:
    """Which optional areas are shown."""
    settings = WorkspaceSettings.current()
    data = request.POST if request.method == "POST" else None
    form = FeaturesForm(data, hidden=frozenset(settings.hidden_features))
    if not form.is_valid():
        return answer_form(request, "workspace/features.html", form)
    settings.hidden_features = form.hidden()
    change_settings(settings=settings, by=actor_of(request))
    messages.success(request, _("Gespeichert."))
    return redirect("desk:settings")
