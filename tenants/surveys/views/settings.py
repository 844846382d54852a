"""Settings of surveys on screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, requires
from kisi.ui.forms import answer_form
from tenants.surveys.actions import change_settings
from tenants.surveys.forms import SurveySettingsForm
from tenants.surveys.models import SurveySettings


@requires(Permission.SETTINGS_MANAGE)
def survey_settings(request: HttpRequest) -> HttpResponse:
    """Periods and limits."""
    form = SurveySettingsForm(request.POST or None, instance=SurveySettings.current())
    if not form.is_valid():
        return answer_form(request, "surveys/settings.html", form)
    change_settings(settings=form.instance, by=actor_of(request))
    messages.success(request, _("Gespeichert."))
    return redirect("surveys:waves")
