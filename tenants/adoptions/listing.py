"""The library as a municipality's list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Topic
from kisi.ui.tables import Column, Status, Table
from kisi.ui.templatetags.kisi_ui import day
from shared.library.vocabulary import Kind
from tenants.adoptions.queries import Offered, offered_templates
from tenants.adoptions.vocabulary import Choice, Standing


@dataclass(frozen=True, slots=True)
class AdoptionRow:
    """A template as the list shows it."""

    title: str
    summary: str
    key: str
    kind: str
    topic: str
    standing: str
    pill: Status
    adopted: int | None
    newest: int
    published_at: datetime
    url: str

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(Kind(self.kind).label)

    @property
    def topic_label(self) -> str:
        """The topic in words."""
        return str(Topic(self.topic).label) if self.topic else str(_("übergreifend"))

    @property
    def pill_label(self) -> str:
        """What to sort the standing by."""
        return str(self.pill)


TEMPLATES: Final = Table(
    key="vorlagen",
    caption=_("Vorlagen"),
    default_order="title",
    columns=(
        Column(
            key="title",
            label=_("Titel"),
            order_by=("title", "key"),
            link=lambda row: row.url,
            sub=lambda row: row.summary,
        ),
        Column(key="kind_label", label=_("Art"), order_by=("kind_label", "title")),
        Column(key="topic_label", label=_("Handlungsfeld"), order_by=("topic_label", "title")),
        Column(key="pill", label=_("Bei Ihnen"), order_by=("pill_label", "title")),
        Column(key="adopted", label=_("Ihre Fassung"), order_by=("adopted", "title"), number=True),
        Column(
            key="newest",
            label=_("Neueste"),
            order_by=("newest", "title"),
            number=True,
            sub=lambda row: day(row.published_at),
        ),
    ),
    empty_title=_("Noch keine Vorlage"),
    empty_text=_("Sobald das Land eine Vorlage veröffentlicht, steht sie hier."),
)


def pill_of(offered: Offered) -> Status:
    """How a template stands with the municipality, as the status pill shows it."""
    if offered.is_withdrawn:
        return Status(_("nicht mehr empfohlen"))
    if offered.standing == Standing.NOT_ADOPTED:
        return Status(Standing.NOT_ADOPTED.label)
    if offered.standing == Standing.ADOPTED:
        return Status(Standing.ADOPTED.label, "ok")
    if offered.is_waiting or offered.decided is None:
        return Status(Standing.NEW_VERSION.label, "warn")
    if offered.decided.choice == Choice.LATER:
        return Status(_("neue Fassung, später"), "info")
    return Status(_("neue Fassung, bleibt"), "info")


def template_rows() -> list[AdoptionRow]:
    """Every template the municipality can adopt or has adopted."""
    return [
        AdoptionRow(
            title=offered.title,
            summary=offered.summary,
            key=offered.key,
            kind=offered.kind,
            topic=offered.topic,
            standing=offered.standing,
            pill=pill_of(offered),
            adopted=offered.adopted,
            newest=offered.newest,
            published_at=offered.published_at,
            url=reverse("adoptions:decide" if offered.is_waiting else "adoptions:template", args=[offered.key]),
        )
        for offered in offered_templates()
    ]
