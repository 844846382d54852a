"""What privacy adds to the menu."""

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.ui.registry import MenuEntry, declare

declare(
    MenuEntry(
        key="privacy",
        label=_("Verarbeitungsverzeichnis"),
        icon="policy",
        url_name="privacy:register",
        group="settings",
        order=82,
        permission=Permission.PRIVACY_VIEW,
        place=None,
    )
)
