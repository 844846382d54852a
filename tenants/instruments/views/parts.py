"""Pages, groups and questions of the draft: add and change."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, requires
from kisi.ui.forms import answer_form
from kisi.ui.parts import Tab
from shared.instruments.comparison import type_label
from shared.instruments.definition import question_of
from shared.instruments.editing import added, replaced
from shared.instruments.wording import short_text
from tenants.instruments.forms import GroupForm, MeasuresForm, PageForm, QuestionForm
from tenants.instruments.views.drafting import (
    apply,
    crumbs,
    draft_or_404,
    fingerprint,
    part_or_404,
    refuse_stale,
    to_editor,
)
from tenants.instruments.views.drafts import KINDS

TEMPLATE = "instruments/draft/part.html"


@requires(Permission.SURVEYS_EDIT)
@counts_once()
def new_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One page more, at the end."""
    draft = draft_or_404(pk)
    form = PageForm(request.POST or None)
    if form.is_valid():
        title = form.cleaned_data["title"]
        new = {"title": {"de": title}, "groups": []}
        what = _("Neue Seite: %(name)s") % {"name": short_text(title)}
        if apply(request, draft.instrument, lambda document: added(document, "page", new), what, form):
            return to_editor(draft.instrument, draft_or_404(pk).definition["pages"][-1]["key"])
    context = {"instrument": draft.instrument, "title": _("Neue Seite")}
    return answer_form(request, TEMPLATE, form, context | {"crumbs": crumbs(draft.instrument, _("Neue Seite"))})


@requires(Permission.SURVEYS_EDIT)
def page(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A page's heading."""
    draft = draft_or_404(pk)
    part = part_or_404(draft.definition, "page", key)
    form = PageForm(request.POST or None, initial={"title": part["title"]["de"]})
    if form.is_valid():
        new = {"title": {**part["title"], "de": form.cleaned_data["title"]}}
        what = _("Überschrift geändert: %(name)s") % {"name": short_text(form.cleaned_data["title"])}
        if apply(request, draft.instrument, lambda document: replaced(document, "page", key, new), what, form):
            return to_editor(draft.instrument, key)
    context = {"instrument": draft.instrument, "title": _("Seite"), "part": "page", "key": key}
    return answer_form(request, TEMPLATE, form, context | {"crumbs": crumbs(draft.instrument, _("Seite"))})


@requires(Permission.SURVEYS_EDIT)
@counts_once()
def new_group(request: HttpRequest, pk: int, page: str) -> HttpResponse:
    """A group of the town's own, at the end of a page."""
    draft = draft_or_404(pk)
    part_or_404(draft.definition, "page", page)
    form = GroupForm(request.POST or None)
    if form.is_valid():
        title = form.cleaned_data["title"]
        new = {"kind": "local", "questions": [], **({"title": {"de": title}} if title else {})}
        what = _("Neue Gruppe: %(name)s") % {"name": short_text(title)}
        if apply(request, draft.instrument, lambda document: added(document, "group", new, into=page), what, form):
            return to_editor(draft.instrument, page)
    context = {"instrument": draft.instrument, "title": _("Neue Gruppe")}
    return answer_form(request, TEMPLATE, form, context | {"crumbs": crumbs(draft.instrument, _("Neue Gruppe"))})


@requires(Permission.SURVEYS_EDIT)
def group(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A group's heading."""
    draft = draft_or_404(pk)
    part = part_or_404(draft.definition, "group", key)
    texts = part.get("title", {})
    form = GroupForm(request.POST or None, initial={"title": texts.get("de", "")})
    if form.is_valid():
        title = form.cleaned_data["title"]
        new = {"title": {**texts, "de": title} if title else None}
        what = _("Überschrift geändert: %(name)s") % {"name": short_text(title)}
        if apply(request, draft.instrument, lambda document: replaced(document, "group", key, new), what, form):
            return to_editor(draft.instrument, key)
    context = {"instrument": draft.instrument, "title": _("Gruppe"), "part": "group", "key": key}
    return answer_form(request, TEMPLATE, form, context | {"crumbs": crumbs(draft.instrument, _("Gruppe"))})


@requires(Permission.SURVEYS_EDIT)
@counts_once()
def new_question(request: HttpRequest, pk: int) -> HttpResponse:
    """A question at the end of a group (`?gruppe=`), of a type (`?art=`)."""
    draft = draft_or_404(pk)
    group, kind = request.GET.get("gruppe", ""), request.GET.get("art", "single")
    part_or_404(draft.definition, "group", group)
    if kind not in KINDS:
        raise Http404
    form = QuestionForm(request.POST or None, kind=kind)
    if form.is_valid():
        new = form.question()
        what = _("Neue Frage: %(name)s") % {"name": short_text(new["text"]["de"])}

        def change(document: dict[str, Any]) -> dict[str, Any]:
            return added(document, "question", new, into=group)

        if apply(request, draft.instrument, change, what, form):
            if "weiter" in request.POST:
                return redirect(f"{reverse('instruments:new_question', args=[pk])}?gruppe={group}&art={kind}")
            return to_editor(draft.instrument, group)
    context = {
        "instrument": draft.instrument,
        "title": _("Neue Frage"),
        "tabs": [Tab(type_label(one), f"?gruppe={group}&art={one}", one == kind) for one in KINDS],
        "crumbs": crumbs(draft.instrument, _("Neue Frage")),
    }
    return answer_form(request, "instruments/draft/question.html", form, context)


@requires(Permission.SURVEYS_EDIT)
def question(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Change a question of the town's own."""
    draft = draft_or_404(pk)
    part = part_or_404(draft.definition, "question", code)
    stand = fingerprint(part)
    form = QuestionForm(request.POST or None, kind=part["type"], part=part)
    refuse_stale(request, form, draft, stand)
    if form.is_valid() and _store(request, draft.instrument, code, form.question(), part, form):
        return to_editor(draft.instrument, code)
    context = {
        "instrument": draft.instrument,
        "title": _("Frage ändern"),
        "lead": type_label(part["type"]),
        "code": code,
        "stand": stand,
        "can_measure": part["type"] not in {"note", "date"},
        "crumbs": crumbs(draft.instrument, _("Frage ändern")),
    }
    return answer_form(request, "instruments/draft/question.html", form, context)


@requires(Permission.SURVEYS_EDIT)
def measures(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Which topic a question of the town's own belongs to."""
    draft = draft_or_404(pk)
    part = part_or_404(draft.definition, "question", code)
    if part["type"] in {"note", "date"}:
        raise Http404
    form = MeasuresForm(request.POST or None, question=question_of(part), initial=part.get("measures"))
    if form.is_valid() and _store(request, draft.instrument, code, {"measures": form.measures()}, part, form):
        return to_editor(draft.instrument, code)
    context = {
        "instrument": draft.instrument,
        "title": _("Zuordnung zu den Kennzahlen"),
        "lead": part["text"]["de"],
        "crumbs": crumbs(draft.instrument, _("Zuordnung")),
    }
    return answer_form(request, TEMPLATE, form, context)


def _store(
    request: HttpRequest, instrument: Any, code: str, new: dict[str, Any], before: dict[str, Any], form: Any
) -> bool:
    # What the form took away (a limit, the hint) has to go from the stored question too.
    gone = {name: None for name in before if name not in new} if "type" in new else {}
    what = _("Frage geändert: %(name)s") % {"name": short_text(new.get("text", before["text"])["de"])}
    return apply(
        request, instrument, lambda document: replaced(document, "question", code, {**gone, **new}), what, form
    )
