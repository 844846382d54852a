"""What the desk adds to the menu."""

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.ui.registry import MenuEntry, Place, declare

PLACES: tuple[Place, ...] = ("workspace", "central")

for place in PLACES:
    declare(
        MenuEntry(
            key=f"desk_{place}",
            label=_("Arbeitsplatz"),
            icon="space_dashboard",
            url_name="desk:start",
            group="overview",
            order=10,
            permission=Permission.WORKSPACE_VIEW,
            place=place,
            shortcut="a",
        ),
        MenuEntry(
            key=f"settings_{place}",
            label=_("Einstellungen"),
            icon="settings",
            url_name="desk:settings",
            group="settings",
            order=20,
            permission=Permission.SETTINGS_MANAGE,
            place=place,
        ),
    )
