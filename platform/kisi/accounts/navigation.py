"""What accounts add to the menu."""

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.ui.registry import MenuEntry, SettingsPage, declare

declare(
    MenuEntry(
        key="people",
        label=_("Personen"),
        icon="manage_accounts",
        url_name="accounts:people",
        group="settings",
        order=10,
        permission=Permission.PEOPLE_VIEW,
    ),
    MenuEntry(
        key="people_central",
        label=_("Personen"),
        icon="manage_accounts",
        url_name="accounts:people",
        group="settings",
        order=10,
        permission=Permission.PEOPLE_VIEW,
        place="central",
    ),
    SettingsPage(
        key="accounts",
        label=_("Konten und Einladungen"),
        icon="manage_accounts",
        url_name="accounts:settings",
        text=_("Wie lange Einladungen und Links für ein neues Passwort gelten."),
        order=60,
        place=None,
    ),
    SettingsPage(
        key="municipal_sign_in",
        label=_("Anmeldedienst"),
        icon="key",
        url_name="accounts:municipal_sign_in",
        text=_("Anmeldung mit dem Konto der Verwaltung (OpenID Connect)."),
        order=70,
        permission=Permission.PEOPLE_MANAGE,
        place=None,
    ),
)
