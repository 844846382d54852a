"""The skip logic builder: when a page, a group or a question is shown."""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, requires
from kisi.ui.forms import answer_form
from shared.instruments.definition import Question, question_of
from shared.instruments.editing import Part, replaced
from shared.instruments.wording import condition_sentence, short_text
from tenants.instruments.forms import ConditionForm, JointForm, QuestionChoiceForm
from tenants.instruments.models import InstrumentVersion
from tenants.instruments.views.drafting import apply, crumbs, draft_or_404, part_or_404

Document = dict[str, Any]


@requires(Permission.SURVEYS_EDIT)
@counts_once()
def conditions(request: HttpRequest, pk: int, part: str, key: str) -> HttpResponse:
    """What it depends on; choose a question (`?frage=`), then its answers."""
    draft = draft_or_404(pk)
    found = _part(draft, part, key)
    earlier = earlier_questions(draft.definition, cast("Part", part), key)
    chosen = next((one for one in earlier if one.code == request.GET.get("frage")), None)
    if request.GET.get("frage") and chosen is None:
        raise Http404
    form = ConditionForm(request.POST or None, question=chosen) if chosen else None
    joint, leaves = split(found.get("show_if"))
    if form is not None and form.is_valid():
        what = _("Bedingung für: %(name)s") % {"name": _name(found)}
        new = {"show_if": joined(joint, [*leaves, form.condition()])}
        if apply(
            request, draft.instrument, lambda document: replaced(document, cast("Part", part), key, new), what, form
        ):
            return _back(pk, part, key)
    context = {
        "instrument": draft.instrument,
        "part": part,
        "key": key,
        "name": _name(found),
        "sentences": [condition_sentence(leaf, draft.definition) for leaf in leaves],
        "joint": JointForm(initial={"joint": joint}) if len(leaves) > 1 else None,
        "choice": QuestionChoiceForm(questions=earlier) if earlier and chosen is None else None,
        "chosen": chosen,
        "crumbs": crumbs(draft.instrument, _("Bedingung")),
    }
    if form is not None:
        return answer_form(request, "instruments/draft/conditions.html", form, context)
    return render(request, "instruments/draft/conditions.html", context)


@requires(Permission.SURVEYS_EDIT)
@require_POST
def change_conditions(request: HttpRequest, pk: int, part: str, key: str) -> HttpResponse:
    """Take one condition away, or say how they belong together."""
    draft = draft_or_404(pk)
    found = _part(draft, part, key)
    joint, leaves = split(found.get("show_if"))
    number = request.POST.get("remove", "")
    if number.isdecimal() and len(number) < 4:
        leaves = [leaf for place, leaf in enumerate(leaves) if place != int(number)]
    elif request.POST.get("joint") in {"all", "any"}:
        joint = request.POST["joint"]
    new = {"show_if": joined(joint, leaves)}
    what = _("Bedingung geändert: %(name)s") % {"name": _name(found)}
    apply(request, draft.instrument, lambda document: replaced(document, cast("Part", part), key, new), what)
    return _back(pk, part, key)


def earlier_questions(document: Document, part: Part, key: str) -> list[Question]:
    """The questions that stand before a part and may be asked about (notes never)."""
    found: list[Question] = []
    for page in document["pages"]:
        if part == "page" and page["key"] == key:
            return found
        for group in page["groups"]:
            if part == "group" and group["key"] == key:
                return found
            for question in group["questions"]:
                if part == "question" and question["code"] == key:
                    return found
                if question["type"] != "note":
                    found.append(question_of(question))
    return found


def split(condition: Document | None) -> tuple[str, list[Document]]:
    """A condition as the builder shows it: how its parts are joined, and the parts."""
    if condition is None:
        return "all", []
    for joint in ("all", "any"):
        if joint in condition:
            return joint, list(condition[joint])
    return "all", [condition]


def joined(joint: str, leaves: list[Document]) -> Document | None:
    """The condition of these parts; None for none."""
    if len(leaves) < 2:
        return leaves[0] if leaves else None
    return {joint: leaves}


def _part(draft: InstrumentVersion, part: str, key: str) -> Document:
    if part not in {"page", "group", "question"}:
        raise Http404
    return part_or_404(draft.definition, cast("Part", part), key)


def _name(found: Document) -> str:
    texts = found.get("text") or found.get("title") or {}
    return short_text(texts.get("de", "") or found.get("key", ""))


def _back(pk: int, part: str, key: str) -> HttpResponse:
    return redirect(reverse("instruments:conditions", args=[pk, part, key]))
