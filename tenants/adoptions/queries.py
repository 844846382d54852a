"""How the central library stands with this municipality. Reads published templates as the municipality's own role."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from kisi.core.adoption import TemplateCopy
from kisi.core.text_search import Places, found_by_word
from shared.library import models as library
from shared.library.models import Template, TemplateVersion
from tenants.adoptions.models import SEARCH, Adoption, Decision
from tenants.adoptions.vocabulary import Choice, Standing


@dataclass(frozen=True, slots=True)
class Offered:
    """A template of the library as this municipality sees it.

    ``newest`` is the newest published version, ``adopted`` the one of the municipality's own copy (None without
    one), ``decided`` what was last decided about the newest.
    """

    key: str
    kind: str
    title: str
    summary: str
    topic: str
    newest: int
    published_at: dt.datetime
    is_withdrawn: bool
    adopted: int | None
    decided: Decision | None

    @property
    def standing(self) -> Standing:
        """Where it belongs in the list. A version that was put off counts as new again from its day on."""
        if self.adopted is None:
            return Standing.NOT_ADOPTED
        return Standing.NEW_VERSION if self.has_newer and not self.is_withdrawn else Standing.ADOPTED

    @property
    def has_newer(self) -> bool:
        """Whether the library has a later version than the municipality."""
        return self.adopted is not None and self.newest > self.adopted

    @property
    def is_waiting(self) -> bool:
        """Whether the municipality should decide now."""
        if self.standing != Standing.NEW_VERSION:
            return False
        if self.decided is None:
            return True
        put_off = self.decided.remind_on
        return self.decided.choice == Choice.LATER and put_off is not None and put_off <= timezone.localdate()


def last_copy(key: str) -> TemplateCopy | None:
    """The newest version of a template that the municipality has."""
    row = Adoption.objects.filter(template_key=key).order_by("-version").first()
    return TemplateCopy(row.template_key, row.version, row.kind, row.title, row.content) if row else None


def offered_templates(**narrowed: object) -> list[Offered]:
    """Every template the municipality can adopt or has adopted, by title; three queries.

    What is no longer recommended is shown to those who have it. ``narrowed`` are lookups of template versions.
    """
    newest = TemplateVersion.objects.newest().filter(**narrowed).select_related("template")
    adopted = _adopted()
    decided = {(decision.template_key, decision.version): decision for decision in Decision.objects.reverse()}
    rows = [
        _offered(version, adopted, decided)
        for version in newest.defer("content")
        if version.template.withdrawn_at is None or version.template.key in adopted
    ]
    return sorted(rows, key=lambda row: (row.title.casefold(), row.key))


def found_templates(text: str) -> Places:
    """Word → the keys of the templates in whose head, or in the title of whose own copy, it occurs; one query."""
    copies, central = Adoption.objects.values_list("template_key"), Template.objects.values_list("key")
    return found_by_word([(SEARCH, copies), (library.SEARCH, central)], text)


def offered_template(key: str) -> Offered | None:
    """One of them."""
    return next(iter(offered_templates(template__key=key)), None)


@dataclass(frozen=True, slots=True)
class Here:
    """All there is about one template: published versions (without content), own copies, decisions; latest first."""

    offered: Offered
    versions: list[TemplateVersion]
    copies: list[Adoption]
    decisions: list[Decision]

    @property
    def withdrawn_note(self) -> str:
        """Why it is no longer recommended; empty where it is."""
        template = self.versions[0].template
        return template.withdrawn_note if template.withdrawn_at else ""


def template_here(key: str) -> Here | None:
    """One template that can be adopted or is; three queries."""
    versions = list(published_versions(key).defer("content"))
    copies = list(Adoption.objects.filter(template_key=key).order_by("-version"))
    if not versions or (versions[0].template.withdrawn_at is not None and not copies):
        return None
    decisions = list(Decision.objects.filter(template_key=key))
    newest = {(decision.template_key, decision.version): decision for decision in reversed(decisions)}
    offered = _offered(versions[0], {copy.template_key: copy.version for copy in reversed(copies)}, newest)
    return Here(offered, versions, copies, decisions)


def waiting_templates() -> list[Offered]:
    """Those of which a newer version waits for a decision; one query where there is nothing newer."""
    return [row for row in offered_templates() if row.is_waiting] if _has_newer() else []


def _has_newer() -> bool:
    """Whether the library has a later version of anything the municipality has."""
    own = Adoption.objects.filter(template_key=OuterRef("template__key"))
    newest = TemplateVersion.objects.newest().filter(Exists(own))
    return newest.exclude(Exists(own.filter(version__gte=OuterRef("number")))).exists()


def published_versions(key: str) -> QuerySet[TemplateVersion]:
    """The published versions of a template, the latest first."""
    versions = TemplateVersion.objects.published().filter(template__key=key)
    return versions.select_related("template").order_by("-number")


def _adopted() -> dict[str, int]:
    """The version of each own copy; the highest one where there are several."""
    return dict(Adoption.objects.order_by("version").values_list("template_key", "version"))


def _offered(version: TemplateVersion, adopted: dict[str, int], decided: dict[tuple[str, int], Decision]) -> Offered:
    template = version.template
    return Offered(
        key=template.key,
        kind=template.kind,
        title=version.shown_title,
        summary=version.summary,
        topic=version.topic,
        newest=version.number,
        published_at=timezone.localtime(version.published_at),
        is_withdrawn=template.withdrawn_at is not None,
        adopted=adopted.get(template.key),
        decided=decided.get((template.key, version.number)),
    )
