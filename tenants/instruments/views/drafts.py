"""The editor's outline and what is done to the draft as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, requires
from kisi.ui.asking import NOT_UNDONE, ask_first
from kisi.ui.forms import answer_form
from shared.instruments.comparison import compare, type_label
from shared.instruments.definition import from_stored
from shared.instruments.editing import Part, Way, copied, find, moved, removed
from shared.instruments.local_part import switched
from shared.instruments.wording import short_text
from tenants.instruments import actions
from tenants.instruments.forms import ReleaseForm, WholeForm
from tenants.instruments.models import Instrument
from tenants.instruments.outline import count_questions, is_from_library, language_lines, outline
from tenants.instruments.problems import InstrumentProblem
from tenants.instruments.queries import newest_released
from tenants.instruments.views.drafting import REFUSALS, apply, crumbs, draft_or_404, refusal, to_editor

KINDS: Final = ("single", "multi", "scale", "number", "date", "text", "note")


@requires(Permission.SURVEYS_EDIT)
@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The outline of the draft: pages, groups, questions, languages."""
    found = draft_or_404(pk)
    context = {
        "draft": found,
        "instrument": found.instrument,
        "pages": outline(found.definition),
        "languages": language_lines(found.definition),
        "questions": count_questions(found.definition),
        "is_from_library": is_from_library(found.definition),
        "last_step": found.steps.order_by("-pk").first(),
        "kinds": [(kind, type_label(kind)) for kind in KINDS],
        "has_released": newest_released(found.instrument) is not None,
        "crumbs": crumbs(found.instrument, _("Entwurf"), in_draft=False),
    }
    return render(request, "instruments/draft/outline.html", context)


@requires(Permission.SURVEYS_EDIT)
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Work on the next version."""
    found = get_object_or_404(Instrument, pk=pk)
    try:
        actions.begin_draft(instrument=found, by=actor_of(request))
    except InstrumentProblem as problem:
        messages.error(request, str(problem))
        return redirect("instruments:detail", pk)
    return to_editor(found)


@requires(Permission.SURVEYS_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the draft away, after asking: nobody brings its words back."""
    found = draft_or_404(pk).instrument
    if request.method != "POST" and newest_released(found):
        return _asked_first(request, found)
    try:
        actions.discard_draft(instrument=found, by=actor_of(request))
    except InstrumentProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Der Entwurf ist verworfen."))
    return redirect("instruments:detail", pk)


def _asked_first(request: HttpRequest, found: Instrument) -> HttpResponse:
    what = _(
        "Alles, was seit der letzten freigegebenen Fassung geändert ist, geht verloren. Freigegebene Fassungen und"
        " ihre Wellen bleiben, wie sie sind."
    )
    button = _("Entwurf verwerfen")
    return ask_first(
        request,
        title=_("Entwurf verwerfen?"),
        lead=found.title,
        sentences=[what, NOT_UNDONE],
        button=button,
        back=reverse("instruments:draft", args=[found.pk]),
        crumbs=crumbs(found, button),
    )


@requires(Permission.SURVEYS_EDIT)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the last change."""
    found = draft_or_404(pk).instrument
    try:
        what = actions.undo(instrument=found, by=actor_of(request))
    except InstrumentProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Zurückgenommen: %(what)s") % {"what": what})
    return to_editor(found)


@requires(Permission.SURVEYS_EDIT)
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Check once more, then make it a version that can be asked."""
    found = draft_or_404(pk)
    form = ReleaseForm(request.POST or None, initial={"change_note": found.change_note})
    if form.is_valid():
        try:
            actions.release_draft(instrument=found.instrument, **form.cleaned_data, by=actor_of(request))
        except REFUSALS as problem:
            form.add_error(None, refusal(problem))
        else:
            words = _("Fassung %(number)d ist freigegeben. Sie kann jetzt in einer Welle gefragt werden.")
            messages.success(request, words % {"number": found.number})
            return redirect("instruments:detail", pk)
    before = newest_released(found.instrument)
    context = {
        "draft": found,
        "instrument": found.instrument,
        "before": before,
        "comparison": compare(from_stored(before.definition), from_stored(found.definition)) if before else None,
        "languages": language_lines(found.definition),
        "questions": count_questions(found.definition),
        "crumbs": crumbs(found.instrument, _("Freigeben")),
    }
    return answer_form(request, "instruments/draft/release.html", form, context)


@requires(Permission.SURVEYS_EDIT)
def whole(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, introduction, thanks."""
    found = draft_or_404(pk)
    names = ("title", "introduction", "thanks")
    initial = {name: found.definition.get(name, {}).get("de", "") for name in names}
    form = WholeForm(request.POST or None, initial=initial)

    def change(document: dict[str, Any]) -> Mapping[str, Any]:
        changed = dict(document)
        for name in names:
            text = form.cleaned_data[name].replace("\r\n", "\n").strip()
            changed.pop(name, None)
            if text:
                changed[name] = {**document.get(name, {}), "de": text}
        return changed

    if form.is_valid() and apply(request, found.instrument, change, _("Titel und Einleitung geändert"), form):
        return to_editor(found.instrument)
    context = {
        "instrument": found.instrument,
        "is_from_library": is_from_library(found.definition),
        "crumbs": crumbs(found.instrument, _("Titel und Einleitung")),
    }
    return answer_form(request, "instruments/draft/whole.html", form, context)


def _changed(document: dict[str, Any], op: str, part: Part, key: str) -> Mapping[str, Any]:
    """What a button of the outline makes of the draft."""
    if op in {"up", "down"}:
        return moved(document, part, key, cast("Way", op))
    if op == "remove":
        return removed(document, part, key)
    if op == "copy":
        return copied(document, key)[0]
    return switched(document, key, on=op == "on")


DONE: Final = {
    "up": _lazy("Nach oben: %(name)s"),
    "down": _lazy("Nach unten: %(name)s"),
    "remove": _lazy("Entfernt: %(name)s"),
    "copy": _lazy("Kopiert: %(name)s"),
    "on": _lazy("Eingeschaltet: %(name)s"),
    "off": _lazy("Abgeschaltet: %(name)s"),
}


@requires(Permission.SURVEYS_EDIT)
@require_POST
def do(request: HttpRequest, pk: int) -> HttpResponse:
    """Move, copy, remove, switch: one button each."""
    found = draft_or_404(pk)
    part, key = request.POST.get("part", ""), request.POST.get("key", "")
    op = request.POST.get("op", "")
    if op not in DONE or part not in {"page", "group", "question"}:
        return HttpResponseBadRequest(_("Diesen Vorgang gibt es nicht."))
    kind = cast("Part", part)
    what = DONE[op] % {"name": _name(found.definition, kind, key)}
    if apply(request, found.instrument, lambda document: _changed(document, op, kind, key), what):
        messages.success(request, what)
        return to_editor(found.instrument, "" if op == "remove" else key)
    return to_editor(found.instrument)


def _name(document: dict[str, Any], part: Part, key: str) -> str:
    try:
        found = find(document, part, key).part
    except REFUSALS:
        return short_text(key)
    texts = found["text"] if part == "question" else found.get("title", {})
    return short_text(texts.get("de", "") or found.get("key", ""))
