"""Choosing and changing passwords."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kisi.accounts.forms.sign_in import password_field
from kisi.accounts.models import User


class RequestResetForm(forms.Form):
    """Where to send the link."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )


class NewPasswordForm(forms.Form):
    """A new password. ``person`` is whose it will be: it must not resemble name or address."""

    password = password_field(_("Neues Passwort"), "new-password")

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = password_validators_help_texts()[0]

    def clean_password(self) -> str:
        """Raises ``ValidationError`` for a password that is too easy."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password


class ChangePasswordForm(NewPasswordForm):
    """The old password and a new one."""

    old_password = password_field(_("Jetziges Passwort"), "current-password")
    field_order = ("old_password", "password")

    def clean(self) -> dict[str, Any]:
        """Raises ``ValidationError`` where nothing would change."""
        cleaned = super().clean() or {}
        if cleaned.get("password") and cleaned.get("password") == cleaned.get("old_password"):
            raise ValidationError({"password": _("Das neue Passwort muss sich vom jetzigen unterscheiden.")})
        return cleaned
