"""The list of instruments."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Perspective
from kisi.ui.tables import Column, Status, Table
from tenants.instruments.forms import FilterForm
from tenants.instruments.models import SEARCH, Instrument
from tenants.instruments.queries import instruments_with_state
from tenants.instruments.vocabulary import State


def _state(row: Any) -> Status:
    if row.archived_at:
        return Status(_("abgelegt"))
    if row.newest_released is None:
        return Status(_("Entwurf"), "warn")
    return Status(_("freigegeben, neuer Entwurf"), "info") if row.draft_number else Status(_("freigegeben"), "ok")


def _version(row: Any) -> str:
    number = row.newest_released or row.draft_number
    return _now("Fassung %(number)d") % {"number": number} if number else ""


INSTRUMENTS: Final = Table(
    key="frageboegen",
    caption=_("Fragebögen"),
    default_order="title",
    columns=(
        Column(
            key="title",
            label=_("Titel"),
            order_by=("title",),
            link=lambda row: reverse("instruments:detail", args=[row.pk]),
            sub=lambda row: _now("aus der Bibliothek des Landes") if row.origin_key else _now("eigener Fragebogen"),
        ),
        Column(
            key="perspective",
            label=_("Wer wird gefragt?"),
            order_by=("perspective", "title"),
            value=lambda row: str(Perspective(row.perspective).label),
        ),
        Column(key="state", label=_("Stand"), value=_state),
        Column(key="version", label=_("Fassung"), value=_version, order_by=("newest_released", "title")),
        Column(key="last_change", label=_("Zuletzt geändert"), order_by=("last_change",)),
    ),
    empty_title=_("Noch kein Fragebogen"),
    empty_text=_("Übernehmen Sie einen aus der Bibliothek des Landes oder legen Sie einen eigenen an."),
)


class InstrumentFilter:
    """The instruments that pass the filter bar of a request."""

    def __init__(self, data: Any) -> None:
        self.form = FilterForm(data)

    @property
    def qs(self) -> QuerySet[Instrument]:
        """Without those put away, unless they are asked for; all where the filter cannot be read."""
        found = instruments_with_state()
        if not self.form.is_valid():
            return found.filter(archived_at=None)
        wanted = self.form.cleaned_data
        found = SEARCH.matching(found, wanted["q"])
        if wanted["perspective"]:
            found = found.filter(perspective=wanted["perspective"])
        return found.filter(_STATES.get(wanted["state"], Q(archived_at=None)))


_STATES: Final = {
    State.RELEASED.value: Q(archived_at=None, newest_released__isnull=False),
    State.DRAFT.value: Q(archived_at=None, draft_number__isnull=False),
    State.ARCHIVED.value: Q(archived_at__isnull=False),
}
