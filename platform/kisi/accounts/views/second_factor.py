"""Second factors: the second step of signing in, and managing one's own."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.stagekit import clear_login
from allauth.mfa.base import views as base
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from kisi.accounts.second_factor import forget_second_factor, has_passkey, has_second_factor
from kisi.accounts.throttling import SlowedDown
from kisi.core.access import SETTING_UP, declare_access, public
from kisi.ui.forms import InvalidAnswers422

setting_up = declare_access(SETTING_UP)
fresh = method_decorator(never_cache, name="dispatch")


@public
class Authenticate(SlowedDown, base.AuthenticateView):
    """The second step: a code, a recovery code or a passkey."""

    template_name = "accounts/second_factor/authenticate.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check the answer; or forget who was half signed in, for somebody who has another account."""
        if "anderes_konto" in request.POST:
            clear_login(request)
            return redirect("account_login")
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also says whether there is a passkey to confirm with."""
        return {**super().get_context_data(**kwargs), "has_passkey": has_passkey(self.stage.login.user)}


@setting_up
@fresh
class Overview(base.IndexView):
    """The own factors, and the invitation to set one up."""

    template_name = "accounts/second_factor/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Also says whether a factor is still missing."""
        must = settings.KISI_SECOND_FACTOR_REQUIRED and not has_second_factor(self.request.user)
        return {**super().get_context_data(**kwargs), "must_set_up": must}


@setting_up
class ConfirmCode(SlowedDown, base.ReauthenticateView):
    """A code once more before something delicate."""

    template_name = "accounts/confirm.html"


@setting_up
class ConfirmPasskey(webauthn.ReauthenticateWebAuthnView):
    """A passkey once more before something delicate."""

    template_name = "accounts/second_factor/confirm_passkey.html"


@setting_up
@fresh
class ActivateApp(SlowedDown, totp.ActivateTOTPView):
    """Set up an authenticator app."""

    template_name = "accounts/second_factor/activate_app.html"


@setting_up
class RemoveApp(totp.DeactivateTOTPView):
    """Remove the app."""

    template_name = "accounts/second_factor/remove.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Whether a factor is left is asked anew."""
        forget_second_factor(self.request)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is to be removed, in words."""
        return {**super().get_context_data(**kwargs), "what": "app"}


@setting_up
@fresh
class AddPasskey(InvalidAnswers422, webauthn.AddWebAuthnView):
    """Add a passkey. It signs in alone, so it is created as one that can be found and checks the person."""

    template_name = "accounts/second_factor/add_passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The options for the browser, for a passkey that needs no password."""
        from allauth.mfa.webauthn.internal.auth import begin_registration  # reason: reads settings when imported

        context = super().get_context_data(**kwargs)
        return {**context, "js_data": {"creation_options": begin_registration(self.request.user, passwordless=True)}}


@setting_up
class RenamePasskey(InvalidAnswers422, webauthn.EditWebAuthnView):
    """Another name."""

    template_name = "accounts/second_factor/rename_passkey.html"


@setting_up
class RemovePasskey(webauthn.RemoveWebAuthnView):
    """Remove a passkey."""

    template_name = "accounts/second_factor/remove.html"

    def form_valid(self, form: Any) -> HttpResponse:
        """Whether a factor is left is asked anew."""
        forget_second_factor(self.request)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is to be removed, in words."""
        return {**super().get_context_data(**kwargs), "what": "passkey"}


@setting_up
@fresh
class RecoveryCodes(recovery_codes.ViewRecoveryCodesView):
    """The codes, shown once."""

    template_name = "accounts/second_factor/recovery_codes.html"


@setting_up
class NewRecoveryCodes(InvalidAnswers422, recovery_codes.GenerateRecoveryCodesView):
    """New codes; the old ones stop working."""

    template_name = "accounts/second_factor/new_recovery_codes.html"
