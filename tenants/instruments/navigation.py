"""What instruments add to the menu and to the search."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.core.text_search import Asked, Found
from kisi.core.vocabulary import Perspective
from kisi.ui.registry import FeatureAddresses, MenuEntry, SearchHit, SearchSource, declare
from tenants.adoptions.onward import Onward, declare_onward
from tenants.instruments.models import SEARCH, Instrument


def asked(_request: HttpRequest) -> list[Asked]:
    """Instruments by title; those put away are found too."""
    return [Asked(SEARCH, Instrument.objects.all(), ("pk", "title", "perspective"))]


def shown(_request: HttpRequest, found: Sequence[Found]) -> list[SearchHit]:
    """With who is asked."""
    return [
        SearchHit(
            one["title"], reverse("instruments:detail", args=[one["pk"]]), str(Perspective(one["perspective"]).label)
        )
        for one in found
    ]


def _instrument_of(template: str) -> str:
    """The questionnaire that a template became."""
    found = Instrument.objects.filter(origin_key=template).values_list("pk", flat=True).first()
    return reverse("instruments:detail", args=[found]) if found else ""


declare_onward(
    Onward("1-instrument", "survey", _("Zum Fragebogen"), "description", Permission.SURVEYS_VIEW, _instrument_of)
)
declare(
    FeatureAddresses(key="instruments", feature="surveys"),
    MenuEntry(
        key="instruments",
        label=_("Fragebögen"),
        icon="description",
        url_name="instruments:list",
        group="needs",
        order=20,
        permission=Permission.SURVEYS_VIEW,
        feature="surveys",
    ),
    SearchSource(
        key="instruments",
        label=_("Fragebögen"),
        icon="description",
        asked=asked,
        shown=shown,
        order=40,
        permission=Permission.SURVEYS_VIEW,
        feature="surveys",
    ),
)
