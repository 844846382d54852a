"""Writing drafts: by form, or read from a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kisi.accounts.requests import actor_of
from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, requires
from kisi.ui.asking import NOT_UNDONE, ask_first
from kisi.ui.forms import answer_form
from kisi.ui.parts import Crumb
from shared.library import actions
from shared.library.actions.drafting import Wording
from shared.library.forms import ContentForms, HeadForm, NewHeadForm
from shared.library.models import TemplateVersion
from shared.library.problems import LibraryProblem
from shared.library.shapes import SHAPES
from shared.library.views import surveys
from shared.library.views.finding import template_or_404, to_version, version_or_404
from shared.library.vocabulary import ICONS, Kind, State


@requires(Permission.LIBRARY_EDIT)
@require_safe
def choose_kind(request: HttpRequest) -> HttpResponse:
    """Which kind of template to begin."""
    kinds = [{"value": kind.value, "label": kind.label, "icon": ICONS[kind]} for kind in Kind]
    return render(request, "library/choose_kind.html", {"kinds": kinds})


@requires(Permission.LIBRARY_EDIT)
@counts_once()
def create(request: HttpRequest, kind: str) -> HttpResponse:
    """Begin a template of one kind."""
    if kind not in SHAPES:
        raise Http404
    data = request.POST if request.method == "POST" else None
    contents = ContentForms(kind, None, data)
    head = NewHeadForm(data) if contents.is_bound else NewHeadForm(initial=_typed(data))
    if _is_valid(head, contents):
        try:
            draft = actions.create_template(
                key=head.cleaned_data.pop("key"), kind=kind, wording=_wording(head, contents), by=actor_of(request)
            )
        except LibraryProblem as problem:
            head.add_error(None, str(problem))
        else:
            messages.success(request, _("Der Entwurf ist gespeichert."))
            return to_version(draft)
    context = {"contents": contents, "kind": Kind(kind).label}
    return answer_form(request, "library/create.html", head, context)


@requires(Permission.LIBRARY_EDIT)
def edit(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Write a draft anew."""
    draft = version_or_404(request, key, number)
    if draft.state != State.DRAFT:
        messages.error(request, _("Nur Entwürfe lassen sich bearbeiten."))
        return to_version(draft)
    if draft.template.kind == Kind.SURVEY:
        return surveys.edit(request, draft)
    data = request.POST if request.method == "POST" else None
    contents = ContentForms(draft.template.kind, draft.content, data)
    head = HeadForm(data) if contents.is_bound else HeadForm(initial=_typed(data) or _head_of(draft))
    if _is_valid(head, contents):
        try:
            actions.change_draft(version=draft, wording=_wording(head, contents), by=actor_of(request))
        except LibraryProblem as problem:
            head.add_error(None, str(problem))
        else:
            messages.success(request, _("Gespeichert."))
            return to_version(draft)
    return answer_form(request, "library/edit.html", head, {"contents": contents, "version": draft})


@requires(Permission.LIBRARY_EDIT)
@require_POST
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Begin the next version as a copy of the newest one."""
    template = template_or_404(request, key)
    try:
        return to_version(actions.begin_version(template=template, by=actor_of(request)))
    except LibraryProblem as problem:
        messages.error(request, str(problem))
        return redirect("library:template", key)


@requires(Permission.LIBRARY_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Throw a draft away, after asking: nobody brings its words back."""
    draft = version_or_404(request, key, number)
    if request.method != "POST" and draft.state == State.DRAFT:
        return _asked_first(request, draft)
    try:
        actions.discard_draft(version=draft, by=actor_of(request))
    except LibraryProblem as problem:
        messages.error(request, str(problem))
        return to_version(draft)
    messages.success(request, _("Der Entwurf ist verworfen."))
    return redirect("library:templates")


def _asked_first(request: HttpRequest, draft: TemplateVersion) -> HttpResponse:
    if draft.template.versions.exclude(pk=draft.pk).exists():
        what = _(
            "Alles, was in Fassung {number} geschrieben ist, geht verloren. Veröffentlichte Fassungen bleiben, wie sie"
            " sind."
        ).format(number=draft.number)
    else:
        what = _("Von dieser Vorlage gibt es nur diesen Entwurf. Mit ihm verschwindet die ganze Vorlage.")
    button, above = _("Entwurf verwerfen"), reverse("library:version", args=[draft.template.key, draft.number])
    return ask_first(
        request,
        title=_("Entwurf verwerfen?"),
        lead=draft.shown_title,
        sentences=[what, NOT_UNDONE],
        button=button,
        back=above,
        crumbs=[Crumb(_("Vorlagen"), reverse("library:templates")), Crumb(draft.shown_title, above), Crumb(button)],
    )


def _is_valid(head: Form, contents: ContentForms) -> bool:
    """Whether both are; what is wrong with the content is named in the head's summary."""
    if not contents.is_bound:
        return False
    is_head_valid = head.is_valid()
    for problem in contents.problems:
        head.add_error(None, problem)
    return is_head_valid and not contents.problems


def _wording(head: Form, contents: ContentForms) -> Wording:
    return Wording(content=contents.content, **head.cleaned_data)


def _typed(data: Any) -> dict[str, Any]:
    return {name: data.get(name, "") for name in NewHeadForm.base_fields} if data is not None else {}


def _head_of(draft: TemplateVersion) -> dict[str, Any]:
    return {
        "title": draft.shown_title,
        "summary": draft.summary,
        "topic": draft.topic,
        "change_note": draft.change_note,
    }
