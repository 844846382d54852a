"""What results add to the shell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.core.text_search import Asked, Found
from kisi.core.vocabulary import Perspective, Topic
from kisi.ui.languages import chosen_language
from kisi.ui.registry import (
    Feature,
    MenuEntry,
    PublicSection,
    SearchHit,
    SearchSource,
    SettingsPage,
    StartCard,
    declare,
)
from shared.instruments.sentences import interface_text
from tenants.results.charts import largest_topics, wave_url
from tenants.results.findings import newest_finding
from tenants.results.publishing import result_in
from tenants.results.queries import answered_waves, published, result_of, waves_with_sheets
from tenants.surveys.models import SEARCH

SHOWN = 20
"""Questions on the public page at most."""


def _newest(_request: HttpRequest) -> dict[str, Any] | None:
    wave = answered_waves().first()
    if wave is None:
        return None
    result = result_of(wave)
    finding = newest_finding(result)
    if not finding:
        return None
    address, chart = wave_url(wave.pk), largest_topics(result)
    return {"finding": finding, "chart": chart, "wave": wave, "sheets": result.sheets, "url": address}


def _asked(_request: HttpRequest) -> list[Asked]:
    return [Asked(SEARCH, waves_with_sheets(), ("pk", "title", "perspective"))]


def _shown(_request: HttpRequest, found: Sequence[Found]) -> list[SearchHit]:
    return [
        SearchHit(wave["title"], wave_url(wave["pk"]), str(Perspective(wave["perspective"]).label)) for wave in found
    ]


def _search(_request: HttpRequest, words: str, limit: int) -> Sequence[SearchHit]:
    topics = [
        SearchHit(str(topic.label), reverse("results:perspectives"), __("Wer sieht welchen Bedarf?"))
        for topic in Topic
        if words.casefold() in str(topic.label).casefold()
    ]
    return topics[:limit]


def _published(request: HttpRequest) -> dict[str, Any] | None:
    """The newest published questions in the page's language; ``is_german`` where some of their words are not in it."""
    language = chosen_language(request)
    results = [result for one in published()[:SHOWN] if (result := result_in(one, language))]
    is_german = any(text.fell_back for result in results for text in result.texts)
    return {"results": results, "is_german": is_german} if results else None


declare(
    Feature(
        key="results",
        label=_("Ergebnisse"),
        text=_("Auswertung der Befragungen, auch auf der öffentlichen Seite."),
        order=20,
    ),
    MenuEntry(
        key="results",
        label=_("Ergebnisse"),
        icon="bar_chart",
        url_name="results:waves",
        group="needs",
        order=20,
        permission=Permission.RESULTS_VIEW,
        feature="results",
    ),
    StartCard(
        key="results",
        title=_("Neuestes Ergebnis"),
        template="results/newest_card.html",
        build=_newest,
        order=45,
        span=6,
        permission=Permission.RESULTS_VIEW,
        late=True,
        feature="results",
    ),
    SearchSource(
        key="results",
        label=_("Ergebnisse"),
        icon="bar_chart",
        asked=_asked,
        shown=_shown,
        search=_search,
        order=35,
        permission=Permission.RESULTS_VIEW,
        feature="results",
    ),
    PublicSection(
        key="results",
        label=_("Ergebnisse unserer Befragungen"),
        template="results/public_section.html",
        build=_published,
        order=50,
        feature="results",
        label_in=lambda language: interface_text("published_results", language.code).text,
    ),
    SettingsPage(
        key="results",
        label=_("Ergebnisse"),
        icon="bar_chart",
        url_name="results:settings",
        text=_("Ab wann Zahlen gezeigt, beurteilt und veröffentlicht werden."),
        order=45,
        feature="results",
    ),
)
