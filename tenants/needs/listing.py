"""Needs as a list and as a file."""

from __future__ import annotations

from typing import Final

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kisi.ui.tables import Column, Status, Table
from kisi.ui.templatetags.kisi_ui import day
from tenants.needs.models import Need
from tenants.needs.vocabulary import NO_PRIORITY, NeedState, Urgency

PILLS: Final = {
    NeedState.DRAFT: "",
    NeedState.STATED: "warn",
    NeedState.DECIDED: "info",
    NeedState.IN_WORK: "info",
    NeedState.MET: "ok",
    NeedState.DROPPED: "",
}


def pill_of(need: Need) -> Status:
    """How far a need is, as the list shows it."""
    return Status(need.get_state_display(), PILLS[NeedState(need.state)])  # type: ignore[arg-type]


def address_of(need: Need) -> str:
    """A need's page."""
    return reverse("needs:need", args=[need.pk])


def priority_of(need: Need) -> str:
    """The priority below the state; "" before the first decision."""
    return str(need.get_priority_display()) if need.priority else ""


def review_of(need: Need) -> str:
    """When it is looked at again, below who is responsible."""
    return str(_("überprüfen am %(day)s") % {"day": day(need.review_on)}) if need.review_on else ""


def sortable(rows: QuerySet[Need]) -> QuerySet[Need]:
    """With numbers to sort words by: how urgent (most first), how far."""
    return rows.annotate(
        urgency_rank=_rank("urgency", [Urgency.HIGH, Urgency.MEDIUM, Urgency.LOW]),
        state_rank=_rank("state", list(NeedState)),
    )


def _rank(field: str, values: list[str]) -> Case:
    cases = [When(**{field: value}, then=Value(number)) for number, value in enumerate(values)]
    return Case(*cases, default=Value(len(values)), output_field=IntegerField())


NEEDS: Final = Table(
    key="bedarfe",
    caption=_("Bedarfe"),
    default_order="urgency",
    columns=(
        Column(
            key="title",
            label=_("Bedarf"),
            order_by=("title",),
            link=address_of,
            sub=lambda need: ", ".join(need.perspective_labels),
        ),
        Column(key="topic", label=_("Handlungsfeld"), value=lambda need: need.get_topic_display(), order_by=("topic",)),
        Column(
            key="urgency",
            label=_("Dringlichkeit"),
            value=lambda need: need.get_urgency_display(),
            order_by=("urgency_rank",),
        ),
        Column(key="state", label=_("Stand"), value=pill_of, sub=priority_of, order_by=("state_rank",)),
        Column(
            key="responsible",
            label=_("Zuständig"),
            value=lambda need: need.responsible.name if need.responsible else None,
            order_by=("responsible__name",),
            sub=review_of,
        ),
        Column(key="evidence_count", label=_("Belege"), order_by=("evidence_count",), number=True),
    ),
    empty_title=_("Noch kein Bedarf"),
    empty_text=_("Formulieren Sie den ersten: aus den Ergebnissen einer Befragung oder aus dem, was Sie beobachten."),
)

NEEDS_FILE: Final = Table(
    key="bedarfe",
    caption=_("Bedarfe"),
    default_order="urgency",
    columns=(
        Column(key="title", label=_("Bedarf")),
        Column(key="description", label=_("Beschreibung")),
        Column(key="topic", label=_("Handlungsfeld"), value=lambda need: need.get_topic_display()),
        Column(key="perspectives", label=_("Perspektiven"), value=lambda need: ", ".join(need.perspective_labels)),
        Column(key="reach", label=_("Menschen (geschätzt)")),
        Column(key="groups", label=_("Gruppen")),
        *NEEDS.columns[2:],
        Column(
            key="priority",
            label=_("Priorität"),
            value=lambda need: need.get_priority_display() if need.priority else NO_PRIORITY,
        ),
        Column(key="review_on", label=_("Überprüfen am")),
        Column(key="stated_on", label=_("Festgestellt am")),
        Column(key="created_by", label=_("Angelegt von")),
    ),
)
"""The same with everything that has no room on screen; sorted by what the screen was sorted by."""
