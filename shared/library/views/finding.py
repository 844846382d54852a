"""What the pages of the library share: finding a version, showing and comparing contents."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from kisi.core.access import Permission, allowed
from shared.library.comparison import Differences, Worded, compare_versions
from shared.library.models import Template, TemplateVersion
from shared.library.outline import outline_of
from shared.library.shown import blocks_of
from shared.library.vocabulary import Kind, State


def may_edit(request: HttpRequest) -> bool:
    """Whether the person works on templates: then drafts are shown."""
    return allowed(request.user, Permission.LIBRARY_EDIT)


def template_or_404(request: HttpRequest, key: str) -> Template:
    """A template of which the person may see at least one version."""
    template = get_object_or_404(Template, key=key)
    if not may_edit(request) and not template.versions.filter(published_at__isnull=False).exists():
        raise Http404
    return template


def version_or_404(request: HttpRequest, key: str, number: int) -> TemplateVersion:
    """A version that the person may see."""
    versions = TemplateVersion.objects.select_related("template")
    version = get_object_or_404(versions, template__key=key, number=number)
    if version.state != State.PUBLISHED and not may_edit(request):
        raise Http404
    return version


def shown_content(kind: str, content: dict[str, Any], language: str = "de") -> dict[str, Any]:
    """The context that ``library/parts/content.html`` draws a content with."""
    if kind == Kind.SURVEY:
        return {"outline": outline_of(content, language)}
    return {"blocks": blocks_of(kind, content)}


def worded(version: TemplateVersion) -> Worded:
    """A version as comparisons take it."""
    return Worded(version.shown_title, version.content, version.summary, version.topic)


def differences_between(old: TemplateVersion, new: TemplateVersion) -> Differences:
    """What is different in ``new``."""
    return compare_versions(new.template.kind, worded(old), worded(new))


def published_before(version: TemplateVersion) -> TemplateVersion | None:
    """The published version before this one."""
    earlier = TemplateVersion.objects.published().filter(template=version.template_id, number__lt=version.number)
    return earlier.select_related("template").order_by("-number").first()
