"""What surveys add to the shell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.core.text_search import Asked, Found
from kisi.core.vocabulary import Perspective
from kisi.ui.languages import PARTICIPANT_LANGUAGES, Language, chosen_language
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
from shared.instruments.definition import text_of
from shared.instruments.sentences import interface_text
from tenants.adoptions.onward import Onward, declare_onward
from tenants.surveys.listing import standing_status
from tenants.surveys.models import SEARCH, Wave
from tenants.surveys.queries import running_waves
from tenants.surveys.vocabulary import Channel

SHOWN = 5


def _running(_request: HttpRequest) -> dict[str, Any] | None:
    waves = running_waves(timezone.localdate()).annotate(returned=Count("responses"))[:SHOWN]
    rows = [
        {
            "wave": wave,
            "url": reverse("surveys:wave", args=[wave.pk]),
            "target": wave.targets.get("total", 0),
        }
        for wave in waves
    ]
    return {"rows": rows} if rows else None


def _public(request: HttpRequest) -> dict[str, Any] | None:
    """What visitors may answer; the administration gets its link from colleagues."""
    spoken = chosen_language(request)
    waves = running_waves(timezone.localdate()).exclude(perspective=Perspective.ADMINISTRATION)
    rows = [
        {
            "title": text_of(wave.version.definition["title"], spoken.code),
            "url": _door(wave, spoken),
        }
        for wave in waves.select_related("version")
        if Channel.LINK in wave.channels
    ]
    return {"rows": rows} if rows else None


def _door(wave: Wave, spoken: Language) -> str:
    """Past the choice of a language, where one was chosen on the page before."""
    if spoken == PARTICIPANT_LANGUAGES[0]:
        return reverse("participation:languages", args=[wave.token])
    return reverse("participation:begin", args=[wave.token, spoken.code])


def _asked(_request: HttpRequest) -> list[Asked]:
    return [Asked(SEARCH, Wave.objects.all(), ("pk", "title", "state", "opens_on", "closes_on"))]


def _shown(_request: HttpRequest, found: Sequence[Found]) -> list[SearchHit]:
    return [
        SearchHit(row["title"], reverse("surveys:wave", args=[row["pk"]]), str(standing_status(_period(row))))
        for row in found
    ]


def _period(row: Found) -> Wave:
    """As much of a wave as its standing needs."""
    opens_on, closes_on = (date.fromisoformat(row[name]) for name in ("opens_on", "closes_on"))
    return Wave(state=row["state"], opens_on=opens_on, closes_on=closes_on)


def _wave_with(template: str) -> str:
    """The form for a wave that asks what a template became."""
    return f"{reverse('surveys:create')}?{urlencode({'vorlage': template})}"


declare_onward(Onward("2-wave", "survey", _("Welle planen"), "fact_check", Permission.SURVEYS_EDIT, _wave_with))
declare(
    Feature(
        key="surveys",
        label=_("Bedarfserhebungen"),
        text=_("Fragebögen, Wellen und die Teilnahme daran."),
        order=10,
    ),
    MenuEntry(
        key="surveys",
        label=_("Bedarfserhebungen"),
        icon="fact_check",
        url_name="surveys:waves",
        group="needs",
        order=10,
        permission=Permission.SURVEYS_VIEW,
        feature="surveys",
    ),
    StartCard(
        key="surveys",
        title=_("Laufende Erhebung"),
        template="surveys/running_card.html",
        build=_running,
        order=17,
        span=6,
        permission=Permission.SURVEYS_VIEW,
        late=True,
        feature="surveys",
    ),
    SearchSource(
        key="surveys",
        label=_("Bedarfserhebungen"),
        icon="fact_check",
        asked=_asked,
        shown=_shown,
        order=30,
        permission=Permission.SURVEYS_VIEW,
        feature="surveys",
    ),
    PublicSection(
        key="surveys",
        label=_("Laufende Erhebungen"),
        template="surveys/public_section.html",
        build=_public,
        order=40,
        feature="surveys",
        label_in=lambda language: interface_text("running_surveys", language.code).text,
    ),
    SettingsPage(
        key="surveys",
        label=_("Bedarfserhebung"),
        icon="fact_check",
        url_name="surveys:settings",
        text=_("Fristen für Papierbögen und Codes, Schutz vor Massenanfragen."),
        order=40,
        feature="surveys",
    ),
)
