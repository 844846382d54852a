"""What the ministry's roles find on the start page of the public host."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse

from kisi.core.access import Permission, allowed
from kisi.ui.registry import FigureValue
from kisi.ui.templatetags.kisi_ui import german
from shared.ministry.key_figures import KeyFigure, key_figures
from shared.ministry.reading import FrozenRelease, previous_of, releases, state_figures

NAMES_SHOWN: Final = 3


def newest_card(request: HttpRequest) -> dict[str, Any]:
    """The newest release, who is missing in it, where it leads; without any, what to do."""
    known = known_releases(request)
    if not known:
        return {"release": None, "may_release": allowed(request.user, Permission.RELEASES_MANAGE)}
    names = [entry["name"] for entry in known[0].missing]
    return {"release": known[0], "missing": names[:NAMES_SHOWN], "more": len(names[NAMES_SHOWN:])}


def known_releases(request: HttpRequest) -> list[FrozenRelease]:
    """All releases, read once for the page."""
    kept: list[FrozenRelease] | None = getattr(request, "_ministry_releases", None)
    if kept is None:
        kept = request._ministry_releases = releases()  # type: ignore[attr-defined]
    return kept


def towns_figure(request: HttpRequest) -> FigureValue | None:
    """How many municipalities are in the newest release."""
    known = known_releases(request)
    if not known:
        return None
    newest = known[0]
    note = newest.label
    return FigureValue(german(newest.towns_reported), note, reverse("ministry:release", args=[newest.id]))


def responses_figure(request: HttpRequest) -> FigureValue | None:
    """How many answered, with the trend."""
    known = known_releases(request)
    if not known:
        return None
    before = previous_of(known[0], known)
    figures = state_figures(of=[one for one in (known[0], before) if one], metrics=["surveys.responses"])
    card = next((one for one in key_figures(known[0], before, figures) if one.url.endswith("surveys.responses/")), None)
    return _value(card) if card else None


def _value(card: KeyFigure) -> FigureValue:
    return FigureValue(card.value, card.note, card.url, card.trend, card.tone)  # type: ignore[arg-type]
