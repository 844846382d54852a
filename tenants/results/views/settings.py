"""Rules of results on screen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, requires
from kisi.core.vocabulary import Perspective
from kisi.ui.forms import answer_form
from tenants.results.actions import change_settings
from tenants.results.forms import ResultsSettingsForm
from tenants.results.models import ResultsSettings
from tenants.results.queries import figures_by_perspective
from tenants.results.views.waves import crumbs


@requires(Permission.SETTINGS_MANAGE)
def results_settings(request: HttpRequest) -> HttpResponse:
    """From when on a result is shown, judged, published."""
    form = ResultsSettingsForm(request.POST or None, instance=ResultsSettings.current())
    if not form.is_valid():
        context = {"crumbs": crumbs(here=_("Einstellungen")), "figures": _figures()}
        return answer_form(request, "results/settings.html", form, context)
    change_settings(settings=form.instance, by=actor_of(request))
    messages.success(request, _("Gespeichert."))
    return redirect("results:waves")


def _figures() -> list[dict[str, Any]]:
    return [
        {
            "label": Perspective(perspective).label,
            "url": reverse("results:figures", args=[perspective]),
            "stated": stated,
        }
        for perspective, stated in figures_by_perspective().items()
    ]
