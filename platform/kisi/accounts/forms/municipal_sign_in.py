"""The provider of a municipality's own sign-in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kisi.accounts.municipal_sign_in import outgoing_session

WELL_KNOWN = "/.well-known/openid-configuration"
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


class MunicipalSignInForm(forms.Form):
    """What the provider's administrator tells, and two questions of trust."""

    name = forms.CharField(
        label=_("Aufschrift der Schaltfläche"), max_length=40, help_text=_("Zum Beispiel „Mit Rathaus-Konto anmelden“.")
    )
    server_url = forms.CharField(
        label=_("Adresse des Anmeldedienstes"),
        max_length=300,
        help_text=_("Der „Issuer“, zum Beispiel https://anmeldung.stadt.example/realms/rathaus."),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    client_id = forms.CharField(label=_("Client-ID"), max_length=190)
    secret = forms.CharField(
        label=_("Client-Geheimnis"),
        max_length=400,
        required=False,
        strip=True,
        help_text=_("Leer lassen, um das gespeicherte zu behalten."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    trusts_address = forms.BooleanField(
        label=_("Der Anmeldedienst gehört der Verwaltung und kennt nur dienstliche E-Mail-Adressen"),
        required=False,
        help_text=_("Sonst zählen nur Adressen, die er als geprüft kennzeichnet."),
    )
    has_second_factor = forms.BooleanField(
        label=_("Der Anmeldedienst verlangt selbst einen zweiten Faktor"), required=False
    )

    def __init__(self, *args: Any, has_secret: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_secret:
            self.fields["secret"].required = True
            self.fields["secret"].help_text = ""

    def clean_server_url(self) -> str:
        """An address that answers as a provider does; raises ``ValidationError``."""
        address: str = self.cleaned_data["server_url"].strip().rstrip("/").removesuffix(WELL_KNOWN)
        schemes = {"https", "http"} if settings.KISI_OUTGOING_HTTP else {"https"}
        try:
            parts = urlsplit(address)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in schemes or not parts.hostname or parts.username or parts.query or parts.fragment:
            raise forms.ValidationError(_("Bitte eine Adresse mit https:// angeben, ohne Zusätze."))
        _ask(address)
        return address


def _ask(address: str) -> None:
    """Raises ``ValidationError`` when nobody answers there, or not as a provider of OpenID Connect."""
    try:
        answer = outgoing_session().get(address + WELL_KNOWN)
        answer.raise_for_status()
        configuration = answer.json()
    except (requests.RequestException, ValueError, UnicodeError) as error:
        raise forms.ValidationError(_("Unter dieser Adresse antwortet kein Anmeldedienst.")) from error
    if not isinstance(configuration, dict) or any(not isinstance(configuration.get(name), str) for name in NEEDED):
        raise forms.ValidationError(_("Unter dieser Adresse antwortet etwas anderes als ein Anmeldedienst."))
