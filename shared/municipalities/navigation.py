"""What municipalities add to menu, start page and search of the public host."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.core.text_search import all_occur, folded_words
from kisi.ui.registry import MenuEntry, SearchHit, SearchSource, StartCard, declare
from shared.municipalities.listing import pill_of, town_rows
from shared.municipalities.models import Municipality
from shared.municipalities.vocabulary import Status


def towns_by_status(_request: HttpRequest) -> dict[str, Any]:
    """How many municipalities stand where, with the way to each of them."""
    counted = dict(Municipality.objects.order_by().values_list("status").annotate(Count("pk")))
    towns = reverse("municipalities:towns")
    return {
        "lines": [
            {"pill": pill_of(status), "count": counted.get(status, 0), "url": f"{towns}?status={status}"}
            for status in Status.values
        ],
        "on_board": sum(count for status, count in counted.items() if status != Status.LEFT),
    }


def search_towns(_request: HttpRequest, words: str, limit: int) -> Sequence[SearchHit]:
    """Municipalities by name, AGS or district."""
    wanted = folded_words(words)
    rows = [row for row in town_rows() if wanted and all_occur(wanted, row.name, row.ags, row.district)]
    return [SearchHit(row.name, row.url, f"{row.ags} · {row.district or '–'} · {row.pill}") for row in rows[:limit]]


declare(
    MenuEntry(
        key="towns",
        label=_("Kommunen"),
        icon="location_city",
        url_name="municipalities:towns",
        group="state",
        order=20,
        permission=Permission.MUNICIPALITIES_VIEW,
        place="central",
    ),
    StartCard(
        key="towns",
        title=_("Kommunen"),
        template="municipalities/card.html",
        build=towns_by_status,
        order=10,
        span=6,
        permission=Permission.MUNICIPALITIES_VIEW,
        place="central",
    ),
    SearchSource(
        key="towns",
        label=_("Kommunen"),
        icon="location_city",
        search=search_towns,
        permission=Permission.MUNICIPALITIES_VIEW,
        place="central",
    ),
)
