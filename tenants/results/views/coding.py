"""Reading free answers one by one and coding them."""

from __future__ import annotations

import uuid
from operator import attrgetter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, allowed, requires
from kisi.ui.languages import language_named
from tenants.results import actions
from tenants.results.forms import CodingForm
from tenants.results.labels import question_text
from tenants.results.problems import ResultsProblem
from tenants.results.queries import all_code_counts, answers_to_read, answers_with_code, read_and_left
from tenants.results.views.waves import crumbs, found_wave
from tenants.surveys.checking import definition_of
from tenants.surveys.models import Response, Wave


@requires(Permission.RESULTS_VIEW)
def answers(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The next unread answer with the codes to choose, and what the codes come to so far."""
    return _page(request, found_wave(pk), code, CodingForm())


@require_POST
@requires(Permission.SURVEYS_EDIT)
def read(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Keep which codes fit an answer and go on to the next."""
    wave, form = found_wave(pk), CodingForm(request.POST)
    if _kept(request, wave, code, form):
        return redirect("results:answers", pk, code)
    return _page(request, wave, code, form, status=422)


def _page(request: HttpRequest, wave: Wave, code: str, form: CodingForm, status: int = 200) -> HttpResponse:
    question = next((one for one in definition_of(wave.version).asked if one.code == code and one.type == "text"), None)
    if question is None:
        raise Http404
    codes = all_code_counts(wave, code)
    offered = sorted((one for one, _number in codes if one.retired_at is None), key=attrgetter("label"))
    form.fields["codes"].choices = [(one.pk, str(one)) for one in offered]  # type: ignore[attr-defined]
    context = read_and_left(wave, code) | {
        "wave": wave,
        "title": question_text(question),
        "crumbs": crumbs(wave, _("Freie Antworten")),
        "form": form,
        "has_codes": bool(offered),
        "next": _shown(_asked_for(request, answers_to_read(wave, code)), code),
        "counts": [(one, number) for one, number in codes if number],
        "chosen": _chosen(request, wave, code),
        "here": reverse("results:answers", args=[wave.pk, code]),
        "may_edit": allowed(request.user, Permission.SURVEYS_EDIT),
    }
    return TemplateResponse(request, "results/answers.html", context, status=status)


def _kept(request: HttpRequest, wave: Wave, code: str, form: CodingForm) -> bool:
    if not form.is_valid():
        return False
    response = get_object_or_404(
        Response.objects.select_related("version", "wave"), wave=wave, pk=_key(request.POST.get("bogen", ""))
    )
    try:
        actions.code_answer(
            response=response, question_code=code, codes=form.cleaned_data["codes"], by=actor_of(request)
        )
    except ResultsProblem as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, _("Gelesen."))
    return True


def _key(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise Http404 from None


def _asked_for(request: HttpRequest, unread: Any) -> Response | None:
    """The answer that was sent back with an error, the one after a skipped one, or the first."""
    if sent := request.POST.get("bogen", ""):
        again = unread.filter(pk=_key(sent)).first()
        if again:
            return again
    after = request.GET.get("nach", "")
    found: Response | None = (unread.filter(pk__gt=_key(after)).first() if after else None) or unread.first()
    return found


def _shown(response: Response | None, code: str) -> dict[str, Any] | None:
    if response is None:
        return None
    return {"pk": response.pk, "text": response.answers[code], "language": language_named(response.language)}


def _chosen(request: HttpRequest, wave: Wave, code: str) -> list[dict[str, Any]]:
    """Answers with the code that was clicked."""
    wanted = request.GET.get("code", "")
    if not wanted.isascii() or not wanted.isdigit() or len(wanted) > 15:
        return []
    rows = answers_with_code(wave, code, int(wanted))[:100]
    return [found for found in (_shown(row, code) for row in rows) if found]
