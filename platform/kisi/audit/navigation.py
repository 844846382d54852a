"""What the audit trail adds to the menu."""

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.ui.registry import MenuEntry, declare

for place, group in (("workspace", "settings"), ("central", "operation")):
    declare(
        MenuEntry(
            key=f"audit_{place}",
            label=_("Prüfprotokoll"),
            icon="fact_check",
            url_name="audit:entries",
            group=group,
            order=80,
            permission=Permission.AUDIT_VIEW,
            place=place,  # type: ignore[arg-type]
        )
    )
