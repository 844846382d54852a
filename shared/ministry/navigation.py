"""What the ministry's pages add to the shell of the public host."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.core.text_search import all_occur, folded_words
from kisi.ui.registry import MenuEntry, SearchHit, SearchSource, StartCard, StartFigure, declare
from shared.ministry.start import newest_card, responses_figure, towns_figure
from shared.ministry.wording import published


def search(_request: HttpRequest, words: str, limit: int) -> list[SearchHit]:
    """Metrics whose name or definition holds every word."""
    wanted = folded_words(words)
    found = [one for one in published() if wanted and all_occur(wanted, one.name, one.definition, one.why_it_matters)]
    hits = [SearchHit(str(one.name), reverse("ministry:metric", args=[one.key]), str(one.definition)) for one in found]
    return hits[:limit]


declare(
    MenuEntry(
        key="hesse",
        label=_("Hessen-Übersicht"),
        icon="map",
        url_name="ministry:overview",
        group="state",
        order=10,
        permission=Permission.FIGURES_VIEW,
        place="central",
    ),
    MenuEntry(
        key="releases",
        label=_("Veröffentlichungsstände"),
        icon="verified",
        url_name="ministry:releases",
        group="state",
        order=30,
        permission=Permission.FIGURES_VIEW,
        place="central",
    ),
    MenuEntry(
        key="amif",
        label=_("AMIF-Summen"),
        icon="account_balance",
        url_name="ministry:amif",
        group="state",
        order=35,
        permission=Permission.AMIF_VIEW,
        place="central",
    ),
    StartCard(
        key="newest_release",
        title=_("Neuester Stand"),
        template="ministry/card.html",
        build=newest_card,
        order=20,
        permission=Permission.FIGURES_VIEW,
        place="central",
    ),
    StartFigure(
        key="towns_in_release",
        label=_("Kommunen mit Zahlen"),
        icon="location_city",
        build=towns_figure,
        order=20,
        permission=Permission.FIGURES_VIEW,
        place="central",
    ),
    StartFigure(
        key="responses_in_release",
        label=_("Antwortbögen"),
        icon="bar_chart",
        build=responses_figure,
        order=30,
        permission=Permission.FIGURES_VIEW,
        place="central",
    ),
    SearchSource(
        key="metrics",
        label=_("Kennzahlen"),
        icon="monitoring",
        search=search,
        permission=Permission.FIGURES_VIEW,
        place="central",
    ),
)
