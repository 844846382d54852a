"""What the pages of the library share: finding what the person may see."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect

from kisi.core.access import Permission, allowed
from shared.library.models import Template, TemplateVersion
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


def survey_or_404(request: HttpRequest, key: str, number: int) -> TemplateVersion:
    """A version of a survey that the person may see."""
    version = version_or_404(request, key, number)
    if version.template.kind != Kind.SURVEY:
        raise Http404
    return version


def to_version(version: TemplateVersion) -> HttpResponseRedirect:
    """The way to a version's page."""
    return redirect("library:version", version.template.key, version.number)


def published_before(version: TemplateVersion) -> TemplateVersion | None:
    """The published version before this one."""
    earlier = TemplateVersion.objects.published().filter(template=version.template_id, number__lt=version.number)
    return earlier.select_related("template").order_by("-number").first()
