"""Languages of the draft: add, translate side by side, say how far it was reviewed, remove."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kisi.core.access import Permission, requires
from kisi.ui.forms import answer_form
from kisi.ui.languages import language_named
from kisi.ui.parts import Crumb, Tab
from shared.instruments.translation import Translatable, outdated, translatables, translated, without_language
from tenants.instruments.forms import AddLanguageForm, ReviewForm
from tenants.instruments.outline import language_lines
from tenants.instruments.queries import newest_released
from tenants.instruments.views.drafting import apply, crumbs, draft_or_404, fingerprint

FRAME = "rahmen"
LONGEST = 6000


@requires(Permission.SURVEYS_EDIT)
def languages(request: HttpRequest, pk: int) -> HttpResponse:
    """All languages with their gaps; add one."""
    draft = draft_or_404(pk)
    form = AddLanguageForm(request.POST or None, taken=set(draft.definition["languages"]))
    if form.is_valid():
        code = form.cleaned_data["language"]
        what = _("Neue Sprache: %(name)s") % {"name": language_named(code).german}

        def change(document: dict[str, Any]) -> Mapping[str, Any]:
            return {**document, "languages": {**document["languages"], code: {"review": "draft"}}}

        if apply(request, draft.instrument, change, what, form):
            return redirect("instruments:translation", pk, code)
    context = {
        "instrument": draft.instrument,
        "languages": language_lines(draft.definition),
        "crumbs": crumbs(draft.instrument, _("Sprachen")),
    }
    return answer_form(request, "instruments/draft/languages.html", form, context)


@dataclass(frozen=True, slots=True)
class TranslationRow:
    """One text to translate, with what was typed where the form comes back."""

    field: str
    text: Translatable
    typed: str
    error: str
    is_outdated: bool

    @property
    def is_long(self) -> bool:
        """Whether it needs several lines."""
        return len(self.text.german) > 60


@requires(Permission.SURVEYS_EDIT)
def translation(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One language beside German, page by page (`?seite=`), or only what is missing or outdated (`?nur=luecken`)."""
    draft = draft_or_404(pk)
    document = draft.definition
    if code not in document["languages"] or code == "de":
        raise Http404
    texts = translatables(document, code)
    section, only_gaps = request.GET.get("seite", ""), request.GET.get("nur") == "luecken"
    stand = fingerprint([(one.pointer, one.german) for one in texts])
    released = newest_released(draft.instrument)
    old = outdated(released.definition, document, code) if released else set()
    wanted = [one for one in texts if _is_in(one, section) and not (only_gaps and _is_done(one, old))]
    rows = [_row(one, request.POST, is_outdated=one.pointer in old) for one in wanted]
    problem = ""
    if request.method == "POST":
        problem = _problem(rows, request.POST.get("stand", ""), stand, draft.changed_by)
        words = {row.text.pointer: row.typed for row in rows if not row.text.locked}
        what = _("Übersetzung: %(name)s") % {"name": language_named(code).german}
        if not problem and apply(request, draft.instrument, lambda one: translated(one, code, words), what):
            messages.success(request, _("Gespeichert."))
            return redirect(request.get_full_path())
    context = {
        "instrument": draft.instrument,
        "shown_language": language_named(code),
        "line": next(line for line in language_lines(document) if line.language.code == code),
        "rows": rows,
        "outdated": len(old),
        "problem": problem,
        "stand": stand,
        "only_gaps": only_gaps,
        "section": section,
        "tabs": _tabs(document, texts, section, only_gaps=only_gaps),
        "review": ReviewForm(initial=document["languages"][code]),
        "crumbs": crumbs(draft.instrument, _sprachen(pk), language_named(code).german),
    }
    status = 422 if problem else 200
    return TemplateResponse(request, "instruments/draft/translation.html", context, status=status)


def _sprachen(pk: int) -> Crumb:
    return Crumb(_("Sprachen"), reverse("instruments:languages", args=[pk]))


def _section_of(text: Translatable) -> str:
    """The part of the page it is translated on: a page's number from 1, or the frame."""
    steps = text.pointer.split("/")
    return str(int(steps[1]) + 1) if steps[0] == "pages" else FRAME


def _is_in(text: Translatable, section: str) -> bool:
    return not section or _section_of(text) == section


def _is_done(text: Translatable, old: set[str]) -> bool:
    return text.locked or bool(text.other and text.pointer not in old)


def _tabs(document: dict[str, Any], texts: list[Translatable], section: str, *, only_gaps: bool) -> list[Tab]:
    only = "&nur=luecken" if only_gaps else ""
    names = [("", _("Alles")), (FRAME, _("Titel und Einleitung"))]
    names += [(str(number), page["title"]["de"]) for number, page in enumerate(document["pages"], start=1)]
    missing = {name: sum(1 for one in texts if _is_in(one, name) and not one.other) for name, _label in names}
    return [Tab(label, f"?seite={name}{only}", name == section, missing[name] or None) for name, label in names]


def _row(text: Translatable, sent: Any, *, is_outdated: bool) -> TranslationRow:
    field = f"t:{text.pointer}"
    typed = sent.get(field, text.other) if not text.locked else text.other
    error = ""
    if "\x00" in typed:
        error = _("Der Text enthält Zeichen, die kein Text sind.")
    elif len(typed) > LONGEST:
        error = _("Der Text ist zu lang.")
    return TranslationRow(field, text, typed, error, is_outdated)


def _problem(rows: list[TranslationRow], sent: str, stand: str, name: str) -> str:
    if any(row.error for row in rows):
        return _("Bitte prüfen Sie die markierten Texte.")
    if sent != stand:
        words = _("%(name)s hat den Fragebogen inzwischen geändert. Ihre Texte stehen noch hier: prüfen und speichern.")
        return words % {"name": name}
    return ""


@requires(Permission.SURVEYS_EDIT)
@require_POST
def review(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Say how far a translation may be trusted."""
    draft = draft_or_404(pk)
    if code not in draft.definition["languages"] or code == "de":
        raise Http404
    form = ReviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Bitte wählen Sie den Stand der Übersetzung."))
        return redirect("instruments:translation", pk, code)
    state = _state(form.cleaned_data, timezone.localdate())
    what = _("Stand der Übersetzung: %(name)s") % {"name": language_named(code).german}

    def change(document: dict[str, Any]) -> Mapping[str, Any]:
        return {**document, "languages": {**document["languages"], code: state}}

    if apply(request, draft.instrument, change, what):
        messages.success(request, _("Gespeichert."))
    return redirect("instruments:translation", pk, code)


def _state(cleaned: dict[str, Any], today: date) -> dict[str, str]:
    state = {"review": cleaned["review"]}
    if cleaned["review"] == "reviewed":
        state["reviewed_on"] = today.isoformat()
        if cleaned["reviewed_by"]:
            state["reviewed_by"] = cleaned["reviewed_by"]
    return state


@requires(Permission.SURVEYS_EDIT)
@require_POST
def remove(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Take a language away with all its texts; undo brings it back."""
    draft = draft_or_404(pk)
    if code not in draft.definition["languages"] or code == "de":
        raise Http404
    what = _("Sprache entfernt: %(name)s") % {"name": language_named(code).german}
    if apply(request, draft.instrument, lambda document: without_language(document, code), what):
        messages.success(request, what)
    return redirect("instruments:languages", pk)
