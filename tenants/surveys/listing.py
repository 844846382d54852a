"""The list of waves."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kisi.ui.tables import Column, Status, Table
from tenants.surveys.models import Wave
from tenants.surveys.vocabulary import Standing

KINDS: Final = {
    Standing.PLANNED: "info",
    Standing.UPCOMING: "info",
    Standing.OPEN: "ok",
    Standing.CLOSED: "warn",
    Standing.ENDED: "",
}


def standing_status(wave: Wave) -> Status:
    """What a wave is today, as a pill."""
    standing = wave.standing(timezone.localdate())
    return Status(standing.label, KINDS[standing])  # type: ignore[arg-type]


def _target(wave: Any) -> int | None:
    return wave.targets.get("total")


WAVES: Final = Table(
    key="wellen",
    caption=_("Wellen"),
    default_order="-opens_on",
    columns=(
        Column(
            key="title",
            label=_("Welle"),
            order_by=("title",),
            link=lambda wave: reverse("surveys:wave", args=[wave.pk]),
            sub=lambda wave: f"{wave.version.instrument.title} · Fassung {wave.version.number}",
        ),
        Column(
            key="perspective",
            label=_("Perspektive"),
            order_by=("perspective",),
            value=lambda wave: wave.get_perspective_display(),
        ),
        Column(key="standing", label=_("Stand"), value=standing_status),
        Column(key="opens_on", label=_("Beginn"), order_by=("opens_on",)),
        Column(key="closes_on", label=_("Ende"), order_by=("closes_on",)),
        Column(key="returned", label=_("Antwortbögen"), order_by=("returned",), number=True),
        Column(key="target", label=_("Ziel"), value=_target, number=True),
    ),
    empty_title=_("Noch keine Welle"),
    empty_text=_("Legen Sie eine Welle an: ein Fragebogen, ein Zeitraum, die Wege zu den Menschen."),
)
