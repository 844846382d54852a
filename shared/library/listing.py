"""The library as one list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Topic
from kisi.ui.tables import Column, Status, Table
from kisi.ui.templatetags.kisi_ui import day
from shared.library.models import Template, TemplateVersion
from shared.library.vocabulary import Kind, Offer, State

PILLS: Final = {State.DRAFT: "", State.IN_REVIEW: "warn", State.PUBLISHED: "ok"}


def pill_of(state: State) -> Status:
    """A state as the status pill shows it."""
    return Status(state.label, PILLS[state])  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template. ``state`` is that of its latest version, ``published`` the newest published one (None: none).

    ``url`` leads to the template, ``latest_url`` to its latest version (to the template where it has none).
    """

    key: str
    title: str
    summary: str
    kind: str
    topic: str
    state: str
    published: int | None
    published_at: datetime | None
    offer: Offer
    url: str
    latest_url: str

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(Kind(self.kind).label)

    @property
    def topic_label(self) -> str:
        """The topic in words."""
        return str(Topic(self.topic).label) if self.topic else str(_("übergreifend"))

    @property
    def pill(self) -> Status:
        """The state, or that it is no longer recommended."""
        if self.offer == Offer.WITHDRAWN:
            return Status(_("nicht mehr empfohlen"))
        return pill_of(State(self.state))

    @property
    def pill_label(self) -> str:
        """What to sort the state by."""
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
        Column(key="pill", label=_("Stand"), order_by=("pill_label", "title")),
        Column(
            key="published",
            label=_("Neueste"),
            order_by=("published", "title"),
            number=True,
            sub=lambda row: day(row.published_at),
        ),
    ),
    empty_title=_("Noch keine Vorlage"),
    empty_text=_("Sobald eine Vorlage veröffentlicht ist, steht sie hier."),
)


def template_rows(*, with_drafts: bool) -> list[TemplateRow]:
    """Every template in two queries; without drafts only what is published."""
    versions: dict[int, list[TemplateVersion]] = {}
    for version in TemplateVersion.objects.defer("content", "change_note").order_by("number"):
        versions.setdefault(version.template_id, []).append(version)
    rows = [_row(template, versions.get(template.pk, [])) for template in Template.objects.all()]
    return [row for row in rows if with_drafts or row.published is not None]


def _row(template: Template, versions: list[TemplateVersion]) -> TemplateRow:
    published = [version for version in versions if version.state == State.PUBLISHED]
    newest = published[-1] if published else None
    url = reverse("library:template", args=[template.key])
    return TemplateRow(
        key=template.key,
        title=template.title,
        summary=template.summary,
        kind=template.kind,
        topic=template.topic,
        state=versions[-1].state if versions else State.DRAFT,
        published=newest.number if newest else None,
        published_at=timezone.localtime(newest.published_at) if newest else None,
        offer=template.offer,
        url=url,
        latest_url=reverse("library:version", args=[template.key, versions[-1].number]) if versions else url,
    )
