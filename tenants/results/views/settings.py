"""Rules of results on screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, requires
from kisi.ui.forms import answer_form
from tenants.results.actions import change_settings
from tenants.results.forms import ResultsSettingsForm
from tenants.results.models import ResultsSettings
from tenants.results.views.waves import crumbs


@requires(Permission.SETTINGS_MANAGE)
def results_settings(request: HttpRequest) -> HttpResponse:
    """From when on a result is shown, judged, published."""
    form = ResultsSettingsForm(request.POST or None, instance=ResultsSettings.current())
    if not form.is_valid():
        return answer_form(request, "results/settings.html", form, {"crumbs": crumbs(here=_("Einstellungen"))})
    change_settings(settings=form.instance, by=actor_of(request))
    messages.success(request, _("Gespeichert."))
    return redirect("results:waves")
