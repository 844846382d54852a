"""Signing in and out."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth_views
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from kisi.accounts.municipal_sign_in import provider_in_use
from kisi.accounts.throttling import TOO_MANY, TOO_MANY_REQUESTS, SlowedDown, come_again
from kisi.accounts.unsent import has_kept, remember_left
from kisi.core.access import SETTING_UP, declare_access, public


@public
class SignIn(SlowedDown, allauth_views.LoginView):
    """E-mail address and password, or a passkey, or the municipality's own sign-in."""

    template_name = "accounts/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Where a network tries too often, allauth answers before the form is read."""
        response = super().dispatch(request, *args, **kwargs)
        is_unread = response.status_code == TOO_MANY_REQUESTS and "Retry-After" not in response
        return self._unread() if is_unread else response

    def _unread(self) -> HttpResponse:
        kwargs = self.get_form_kwargs()
        typed = kwargs.pop("data", {}).get("login", "")
        kwargs.pop("files", None)
        form = self.get_form_class()(**kwargs | {"initial": {"login": typed}})
        return come_again(self.render_to_response(self.get_context_data(form=form, problem=TOO_MANY)), "login")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also the municipality's own provider, if there is one, and whether something typed waits behind this page."""
        more = {"municipal_sign_in": provider_in_use(), "is_kept": has_kept(self.request)}
        return {**super().get_context_data(**kwargs), **more}


@declare_access(SETTING_UP)
@method_decorator(never_cache, name="dispatch")
class SignOut(allauth_views.LogoutView):
    """Asks on GET, signs out on POST."""

    template_name = "accounts/sign_out.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What is being typed in another tab is not lost by it."""
        key = request.session.session_key
        response: HttpResponseBase = super().post(request, *args, **kwargs)
        remember_left(request, response, key)
        return response


@public
class Inactive(allauth_views.AccountInactiveView):
    """For somebody whose password is right and whose account is deactivated."""

    template_name = "accounts/inactive.html"

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """Forbidden, in a page."""
        return super().render_to_response(context, status=403, **kwargs)


@public
class PasskeySignIn(LoginWebAuthnView):
    """What the script of the sign-in page asks for and sends."""


@declare_access(SETTING_UP)
class ConfirmPassword(SlowedDown, allauth_views.ReauthenticateView):
    """The password once more."""

    template_name = "accounts/confirm.html"
