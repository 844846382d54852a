"""What needs add to the shell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.core.text_search import Asked, Found
from kisi.ui.registry import Feature, MenuEntry, SearchHit, SearchSource, SettingsPage, StartAction, StartCard, declare
from tenants.needs.listing import address_of
from tenants.needs.models import SEARCH, Need, NeedsSettings
from tenants.needs.queries import waiting_for_decision
from tenants.results.onward import Finding, Onward, declare_onward


def _waiting(_request: HttpRequest) -> dict[str, Any] | None:
    waiting = waiting_for_decision()
    return {"waiting": waiting} if waiting.number else None


def _asked(_request: HttpRequest) -> list[Asked]:
    return [Asked(SEARCH, Need.objects.present(), ("id", "title", "topic", "state"))]


def _shown(_request: HttpRequest, found: Sequence[Found]) -> list[SearchHit]:
    needs = [Need(**row) for row in found]
    return [
        SearchHit(need.title, address_of(need), f"{need.get_topic_display()} · {need.get_state_display()}")
        for need in needs
    ]


def _state(_request: HttpRequest) -> str:
    return __("Entscheidung nach %(days)s Tagen") % {"days": NeedsSettings.current().decide_within_days}


def _state_from(seen: Finding) -> str:
    """The form for a new need with what somebody looks at already in it."""
    asked: dict[str, object] = {"handlungsfeld": seen.topic, "perspektive": seen.perspectives}
    if seen.wave_pk:
        asked = {"welle": seen.wave_pk, "frage": seen.question_code}
    return f"{reverse('needs:add')}?{urlencode(asked, doseq=True)}"


declare_onward(Onward("needs", _("Bedarf formulieren"), "flag", Permission.NEEDS_EDIT, _state_from, "needs"))
declare(
    Feature(
        key="needs",
        label=_("Bedarfe"),
        text=_("Festgestellte Bedarfe mit Belegen und Entscheidungen."),
        order=30,
    ),
    MenuEntry(
        key="needs",
        label=_("Bedarfe"),
        icon="flag",
        url_name="needs:list",
        group="needs",
        order=40,
        permission=Permission.NEEDS_VIEW,
        feature="needs",
    ),
    StartCard(
        key="needs.undecided",
        title=_("Bedarfe ohne Entscheidung"),
        template="needs/undecided_card.html",
        build=_waiting,
        order=45,
        span=6,
        permission=Permission.NEEDS_VIEW,
        late=True,
        feature="needs",
    ),
    StartAction(
        key="state_need",
        label=_("Bedarf formulieren"),
        icon="flag",
        url_name="needs:add",
        order=10,
        permission=Permission.NEEDS_EDIT,
        feature="needs",
    ),
    SearchSource(
        key="needs",
        label=_("Bedarfe"),
        icon="flag",
        asked=_asked,
        shown=_shown,
        order=25,
        permission=Permission.NEEDS_VIEW,
        feature="needs",
    ),
    SettingsPage(
        key="needs",
        label=_("Bedarfe"),
        icon="flag",
        url_name="needs:settings",
        text=_("Bis wann entschieden sein soll, wann überprüft wird."),
        order=60,
        state=_state,
        feature="needs",
    ),
)
