"""What the audit trail adds to the menu."""

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.ui.registry import MenuEntry, declare

declare(
    MenuEntry(
        key="audit",
        label=_("Prüfprotokoll"),
        icon="fact_check",
        url_name="audit:entries",
        group="settings",
        order=80,
        permission=Permission.AUDIT_VIEW,
        place=None,
    )
)
