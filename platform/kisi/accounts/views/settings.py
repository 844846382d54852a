"""Settings of accounts on screen."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from kisi.accounts.actions import change_settings
from kisi.accounts.forms import AccountSettingsForm
from kisi.accounts.models import AccountSettings
from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, requires
from kisi.ui.forms import answer_form


@requires(Permission.SETTINGS_MANAGE)
def account_settings(request: HttpRequest) -> HttpResponse:
    """How long invitations and links are valid."""
    form = AccountSettingsForm(request.POST or None, instance=AccountSettings.current())
    if not form.is_valid():
        return answer_form(request, "accounts/settings.html", form)
    change_settings(settings=form.instance, by=actor_of(request))
    messages.success(request, _("Gespeichert."))
    return redirect("accounts:people")
