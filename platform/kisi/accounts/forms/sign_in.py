"""Signing in by e-mail address and password."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from django import forms
from django.utils.translation import gettext_lazy as _

from kisi.accounts.password_rules import LONGEST


def password_field(label: Any, autocomplete: str, **more: Any) -> forms.CharField:
    """A field for a password: never trimmed, never shown again, of a length that may be hashed."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=LONGEST, widget=widget, **more)


class SignInForm(LoginForm):
    """E-mail address and password; whatever is wrong, the answer is the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {
            "login": forms.EmailField(
                label=_("E-Mail-Adresse"),
                widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
            ),
            "password": password_field(_("Passwort"), "current-password"),
        }


class ConfirmPasswordForm(ReauthenticateForm):
    """The password once more before something delicate."""

    password = password_field(_("Passwort"), "current-password")
