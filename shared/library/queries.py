"""Reads from the library with more than one caller."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kisi.core.adoption import TemplateCopy
from kisi.core.text_search import Places, found_by_word
from shared.library.models import SEARCH, Template, TemplateVersion
from shared.library.vocabulary import WRITING


@dataclass(frozen=True, slots=True)
class TemplateRef:
    """A version that can be adopted, without its content."""

    key: str
    version: int
    title: str


class VersionGone(LookupError):
    """A version that was to be adopted is not in the library."""


def newest_published(keys: Iterable[str]) -> dict[str, TemplateRef]:
    """The newest published version of each of these templates, by key.

    Unknown keys, and templates that are no longer recommended, are missing in the answer.
    """
    recommended = TemplateVersion.objects.newest().filter(template__withdrawn_at=None)
    return {ref.key: ref for ref in _refs(recommended.filter(template__key__in=list(keys)))}


def found_keys(text: str) -> Places:
    """Word → the keys of the templates in whose head it occurs; one query."""
    return found_by_word([(SEARCH, Template.objects.values_list("key"))], text)


def adopted_by_default() -> list[TemplateRef]:
    """The newest versions of the templates that a new municipality adopts unless it says otherwise."""
    recommended = {"template__adopt_by_default": True, "template__withdrawn_at": None}
    return _refs(TemplateVersion.objects.newest().filter(**recommended))


def copy_of(key: str, version: int) -> TemplateCopy:
    """A published version as plain values that may cross into a municipality. Raises ``VersionGone``."""
    published = TemplateVersion.objects.published().select_related("template")
    found = published.filter(template__key=key, number=version).first()
    if found is None:
        raise VersionGone(f"Die Vorlage „{key}“ in Fassung {version} steht nicht in der Bibliothek.")
    return TemplateCopy(key, version, found.template.kind, found.shown_title, found.content)


def wrote_on(version: TemplateVersion, actor: str) -> bool:
    """Whether somebody (``kind:id``) wrote on a version: then they cannot review it."""
    return version.steps.filter(actor=actor, step__in=WRITING).exists()


def authors_of(version: TemplateVersion) -> set[int]:
    """The keys of the accounts of everybody who wrote on a version."""
    actors = version.steps.filter(step__in=WRITING, actor__startswith="user:").values_list("actor", flat=True)
    return {int(actor.removeprefix("user:")) for actor in actors}


def open_draft(template: Template) -> TemplateVersion | None:
    """The version of a template that is in the works."""
    return template.versions.filter(published_at__isnull=True).first()


def _refs(versions: Iterable[TemplateVersion]) -> list[TemplateRef]:
    rows = versions.select_related("template").order_by("template__key")  # type: ignore[attr-defined]
    return [TemplateRef(row.template.key, row.number, row.shown_title) for row in rows.defer("content")]
