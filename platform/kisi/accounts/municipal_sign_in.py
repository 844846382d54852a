"""A municipality's own sign-in by OpenID Connect: one provider a realm, its configuration a row of the realm.

Who may come in is decided here and not there: the provider only says who somebody is. An account, or an
open invitation, must exist under the address it vouches for.
"""

from __future__ import annotations

from typing import Any, NoReturn

import requests
import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kisi.accounts.actions.invitations import accept_by_address
from kisi.accounts.models import User
from kisi.accounts.sealing import unsealed
from kisi.accounts.vocabulary import PROVIDER, PROVIDER_ID
from kisi.core.outgoing import guarded_session

_log = structlog.get_logger(__name__)


def outgoing_session() -> requests.Session:
    """The session that asks a provider: its address was typed in by somebody."""
    session = guarded_session(permitted=settings.KISI_PERMITTED_NETWORKS, is_http_allowed=settings.KISI_OUTGOING_HTTP)
    ask = session.request

    def with_timeout(*args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", settings.SOCIALACCOUNT_REQUESTS_TIMEOUT)
        return ask(*args, **kwargs)

    session.request = with_timeout  # type: ignore[method-assign]
    return session


def provider_in_use() -> SocialApp | None:
    """This realm's provider, if one is set up."""
    return SocialApp.objects.filter(provider=PROVIDER, provider_id=PROVIDER_ID).first()


def provider_asks_second_factor(request: HttpRequest) -> bool:
    """Whether this session came through a provider that asks for a second factor itself."""
    records = request.session.get("account_authentication_methods", [])
    if not any(entry.get("method") == "socialaccount" for entry in records):
        return False
    app = provider_in_use()
    return bool(app and app.settings.get("second_factor"))


class MunicipalSignIn(DefaultSocialAccountAdapter):
    """What django-allauth asks about sign-ins by a provider."""

    def get_requests_session(self) -> requests.Session:
        """Nothing inside the own network is ever asked."""
        return outgoing_session()

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The provider with its secret readable; a row copied from another realm has none."""
        apps: list[SocialApp] = super().list_apps(request, provider=provider, client_id=client_id)
        for app in apps:
            app.secret = unsealed(app.settings.get("sealed_secret", ""), purpose="municipal_sign_in") or ""
        return apps

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody makes an account for themselves."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find whom the provider means. Raises ``ImmediateHttpResponse`` with a page where there is nobody."""
        if sociallogin.is_existing:
            return
        email = vouched_address(sociallogin)
        user = User.objects.filter(email=email).first() if email else None
        if user is None and email:
            user = accept_by_address(email=email)
        if user is None:
            refuse(request, "nobody" if email else "unverified")
        sociallogin.connect(request, user)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> NoReturn:
        """Say that it did not work; what exactly, stands in the log."""
        _log.warning("municipal_sign_in_failed", error=str(error), exception=type(exception).__name__)
        refuse(request, "failed")


def vouched_address(sociallogin: SocialLogin) -> str:
    """The address the provider vouches for: marked as verified, or the provider as a whole is trusted to know."""
    addresses = [entry.email.lower() for entry in sociallogin.email_addresses if entry.verified]
    return addresses[0] if addresses else ""


def refuse(request: HttpRequest, reason: str) -> NoReturn:
    """Raises ``ImmediateHttpResponse`` with the page for a reason."""
    raise ImmediateHttpResponse(refusal(request, reason))


def refusal(request: HttpRequest, reason: str) -> HttpResponse:
    """The page that says why, and how else to get in."""
    return render(request, "accounts/municipal_sign_in/refused.html", {"reason": reason}, status=403)
