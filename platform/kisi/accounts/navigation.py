"""What accounts add to the menu."""

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.ui.registry import MenuEntry, declare

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
)
