"""Codes and passkeys."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _


def _code_field(label: Any, hint: Any) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
    return forms.CharField(label=label, help_text=hint, max_length=20, widget=forms.TextInput(attrs=attrs))


class SecondFactorForm(AuthenticateForm):
    """The second step of signing in."""

    code = _code_field(_("Code"), _("Der Code aus Ihrer App, oder einer Ihrer Notfallcodes."))


class ConfirmCodeForm(ReauthenticateForm):
    """A code before something delicate."""

    code = _code_field(_("Code"), _("Der Code aus Ihrer App, oder einer Ihrer Notfallcodes."))


class ActivateAppForm(ActivateTOTPForm):
    """The first code of a new app."""

    code = _code_field(_("Code aus der App"), _("Sechs Ziffern. Die App zeigt alle 30 Sekunden einen neuen Code."))


class AddPasskeyForm(AddWebAuthnForm):
    """A new passkey: it always signs in alone, so it always checks the person (PIN, finger, face)."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=80,
        help_text=_("Zum Beispiel „Diensthandy“ oder „Schlüssel am Bund“."),
    )
    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Treat it as a key that signs in alone, whatever was sent."""
        self.cleaned_data["passwordless"] = True
        return super().clean()


class RenamePasskeyForm(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name"), max_length=80)
