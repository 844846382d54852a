"""What the metrics add to the menu."""

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.ui.registry import MenuEntry, declare

declare(
    MenuEntry(
        key="collection",
        label=_("Erhebung"),
        icon="fact_check",
        url_name="metrics:collection",
        group="state",
        order=80,
        permission=Permission.MUNICIPALITIES_VIEW,
        place="central",
    )
)
