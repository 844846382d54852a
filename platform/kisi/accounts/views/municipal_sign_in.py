"""Signing in through the municipality's own provider, and setting it up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import requests
import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kisi.accounts.actions import remove_municipal_sign_in, set_up_municipal_sign_in
from kisi.accounts.forms import MunicipalSignInForm
from kisi.accounts.municipal_sign_in import provider_in_use, refusal
from kisi.accounts.requests import actor_of
from kisi.accounts.vocabulary import PROVIDER_ID
from kisi.core.access import Permission, public, requires
from kisi.mail.letters import home_url
from kisi.ui.forms import answer_form

_log = structlog.get_logger(__name__)


def _answered(view: Callable[..., HttpResponse], request: HttpRequest, provider_id: str) -> HttpResponse:
    """allauth's answer, or the page that says the provider cannot be reached or talks nonsense."""
    try:
        return view(request, provider_id=provider_id)
    except ImmediateHttpResponse as answer:
        response: HttpResponse = answer.response
        return response
    except (requests.RequestException, KeyError, ValueError, TypeError) as error:
        _log.warning("municipal_sign_in_unreachable", exception=type(error).__name__)
        response = refusal(request, "unreachable")
        response.status_code = 502
        return response


@public
@require_POST
@never_cache
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider."""
    request.GET = type(request.GET)("")  # what allauth would take from the address is decided here
    return _answered(openid.login, request, provider_id)


@public
@require_safe
@never_cache
def finish(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    return _answered(openid.callback, request, provider_id)


@public
@require_safe
def cancelled(request: HttpRequest) -> HttpResponse:
    """Somebody thought better of it there."""
    return render(request, "accounts/municipal_sign_in/refused.html", {"reason": "cancelled"})


@requires(Permission.SETTINGS_MANAGE)
def set_up(request: HttpRequest) -> HttpResponse:
    """The provider's address, our name there, and how far it is trusted."""
    app = provider_in_use()
    form = MunicipalSignInForm(request.POST or None, initial=_as_typed(app), has_secret=app is not None)
    if not form.is_valid():
        back = home_url() + reverse("openid_connect_callback", args=[PROVIDER_ID])
        return answer_form(request, "accounts/municipal_sign_in/set_up.html", form, {"is_set_up": app, "back": back})
    set_up_municipal_sign_in(**form.cleaned_data, by=actor_of(request))
    messages.success(request, _("Gespeichert. Auf der Anmeldeseite gibt es jetzt die neue Schaltfläche."))
    return redirect("accounts:municipal_sign_in")


def _as_typed(app: SocialApp | None) -> dict[str, Any]:
    if app is None:
        return {}
    return {
        "name": app.name,
        "client_id": app.client_id,
        "server_url": app.settings["server_url"],
        "trusts_address": app.settings["verified_email"],
        "has_second_factor": app.settings["second_factor"],
    }


@requires(Permission.SETTINGS_MANAGE)
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """No provider any more."""
    remove_municipal_sign_in(by=actor_of(request))
    messages.success(request, _("Der Anmeldedienst ist entfernt."))
    return redirect("accounts:municipal_sign_in")
