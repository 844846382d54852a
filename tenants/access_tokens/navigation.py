"""What tokens add to the settings."""

from django.utils.translation import gettext_lazy as _

from kisi.ui.registry import SettingsPage, declare
from tenants.access_tokens.access import ISSUING

declare(
    SettingsPage(
        key="access_tokens",
        label=_("Zugänge zur Schnittstelle"),
        icon="key",
        url_name="access_tokens:tokens",
        text=_("Womit Programme Ihrer Kommune auf den Arbeitsbereich zugreifen."),
        order=75,
        permission=ISSUING,
    ),
)
