"""What the demo's mailbox adds to the menu."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.ui.registry import MenuEntry, declare

if settings.KISI_MAIL == "mailbox":
    declare(
        MenuEntry(
            key="mailbox",
            label=_("Demo-Postfach"),
            icon="mail",
            url_name="mail:mailbox",
            group="operation",
            order=90,
            permission=Permission.MAILBOX_VIEW,
            place="central",
        )
    )
