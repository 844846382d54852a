"""What the comparison adds to the shell of both hosts."""

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.ui.registry import Feature, MenuEntry, declare

declare(
    Feature(
        key="benchmarks",
        label=_("Vergleich"),
        text=_("Eigene Zahlen neben denen ähnlicher Kommunen."),
        order=50,
    ),
    MenuEntry(
        key="comparison",
        label=_("Vergleich"),
        icon="query_stats",
        url_name="benchmarks:comparison",
        group="steering",
        order=40,
        permission=Permission.BENCHMARKS_VIEW,
        feature="benchmarks",
    ),
    MenuEntry(
        key="peer_groups",
        label=_("Vergleichsgruppen"),
        icon="query_stats",
        url_name="benchmarks:peer_groups",
        group="state",
        order=20,
        permission=Permission.FIGURES_VIEW,
        place="central",
    ),
)
