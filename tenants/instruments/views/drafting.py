"""What the editor's views share: finding the draft, changing it, saying why something was refused."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from kisi.accounts.requests import actor_of
from kisi.ui.parts import Crumb
from shared.instruments.definition import MalformedDefinition
from shared.instruments.editing import Part, StillNeeded, UnknownPart, find
from shared.instruments.local_part import CoreLocked, UnknownGroup
from tenants.instruments import actions
from tenants.instruments.actions.drafts import Change
from tenants.instruments.models import Instrument, InstrumentVersion
from tenants.instruments.problems import InstrumentProblem

REFUSALS: Final = (MalformedDefinition, CoreLocked, StillNeeded, UnknownPart, UnknownGroup, InstrumentProblem)


def draft_or_404(pk: int) -> InstrumentVersion:
    """The draft of an instrument with its instrument; 404 where there is none."""
    return get_object_or_404(InstrumentVersion.objects.select_related("instrument"), instrument=pk, released_at=None)


def part_or_404(document: dict[str, Any], part: Part, key: str) -> dict[str, Any]:
    """A page, group or question of the draft; 404 where it is gone."""
    try:
        return find(document, part, key).part
    except UnknownPart:
        raise Http404 from None


def refusal(problem: Exception) -> str:
    """Why something was refused, in German."""
    if isinstance(problem, MalformedDefinition):
        return " ".join(dict.fromkeys(one.message for one in problem.problems[:3]))
    if isinstance(problem, UnknownPart | UnknownGroup):
        return _("Das hat inzwischen jemand entfernt. Bitte laden Sie die Seite neu.")
    return str(problem)


def apply(request: HttpRequest, instrument: Instrument, change: Change, what: str, form: Form | None = None) -> bool:
    """Change the draft; a refusal goes to the form, or to the messages where there is none."""
    try:
        actions.change_draft(instrument=instrument, change=change, what=what, by=actor_of(request))
    except REFUSALS as problem:
        if form is not None:
            form.add_error(None, refusal(problem))
        else:
            messages.error(request, refusal(problem))
        return False
    return True


def to_editor(instrument: Instrument, anchor: str = "") -> HttpResponse:
    """Back to the outline, at a part."""
    address = reverse("instruments:draft", args=[instrument.pk])
    return redirect(f"{address}#{anchor}" if anchor else address)


def fingerprint(part: Any) -> str:
    """A short mark of a state, to notice that somebody else changed it meanwhile."""
    return hashlib.sha256(json.dumps(part, sort_keys=True).encode()).hexdigest()[:16]


def refuse_stale(request: HttpRequest, form: Form, draft: InstrumentVersion, stand: str) -> None:
    """Adds an error to the sent form when the part changed since the form was shown."""
    if request.method == "POST" and request.POST.get("stand", stand) != stand:
        words = _("%(name)s hat das inzwischen geändert. Prüfen Sie Ihre Eingaben und speichern Sie noch einmal.")
        form.add_error(None, words % {"name": draft.changed_by})


def crumbs(instrument: Instrument, *more: Crumb | str, in_draft: bool = True) -> list[Crumb]:
    """The way from the list to here."""
    way = [
        Crumb(_("Fragebögen"), reverse("instruments:list")),
        Crumb(instrument.title, reverse("instruments:detail", args=[instrument.pk])),
    ]
    if in_draft:
        way.append(Crumb(_("Entwurf"), reverse("instruments:draft", args=[instrument.pk])))
    return [*way, *(one if isinstance(one, Crumb) else Crumb(one) for one in more)]
