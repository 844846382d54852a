"""What the API adds to the menu of the public host."""

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.ui.registry import MenuEntry, declare

declare(
    MenuEntry(
        key="clients",
        label=_("Zugänge zur Schnittstelle"),
        icon="key",
        url_name="clients:clients",
        group="operation",
        order=30,
        permission=Permission.OPERATION_VIEW,
        place="central",
    )
)
