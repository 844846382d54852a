"""Publishing question by question, or several in one step."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kisi.accounts.requests import actor_of
from kisi.core.access import Permission, requires
from kisi.ui.languages import language_named
from tenants.results import actions
from tenants.results.charts import wave_url
from tenants.results.computing.interim import SHEET_STEP
from tenants.results.interim_states import as_reported
from tenants.results.models import Publication, ResultsSettings
from tenants.results.navigation import SHOWN
from tenants.results.problems import NotPublishable
from tenants.results.publishing import PublicResult, choices, public_figures, public_result, result_in
from tenants.results.queries import WaveResult, limits_of, result_of
from tenants.results.views.waves import crumbs, found_wave, wave_with_its_page

GERMAN: Final = language_named("de")
MOST_CHOSEN: Final = 400
UNPROCESSABLE: Final = 422


@requires(Permission.RESULTS_PUBLISH)
def publish(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Show what will be public, then put it there."""
    wave = found_wave(pk)
    try:
        if request.method == "POST":
            actions.publish(wave=wave, question_code=code, by=actor_of(request))
            messages.success(request, _public_now(1))
            return redirect(wave_url(pk, code))
        result = result_of(wave)
        (reported,) = as_reported([result])
        shown = _preview(result, code, ResultsSettings.current(), reported)
    except NotPublishable as problem:
        messages.error(request, str(problem))
        return redirect(wave_url(pk))
    context = {"wave": wave, "step": SHEET_STEP, "result": shown, "crumbs": crumbs(wave, _("Veröffentlichen"))}
    return TemplateResponse(request, "results/publish.html", context)


def _preview(result: WaveResult, code: str, limits: ResultsSettings, reported: WaveResult) -> PublicResult:
    figures = public_figures(result, code, limits, reported=reported)
    return public_result(figures, result.definition, result.definition.question(code), GERMAN)


@requires(Permission.RESULTS_PUBLISH)
def publish_chosen(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose among all questions of a wave that may be public, see each as it will be, publish them in one step."""
    wave = wave_with_its_page(pk)
    chosen = request.POST.getlist("question")
    problem = ""
    if chosen:
        try:
            made = actions.publish_chosen(wave=wave, question_codes=chosen[:MOST_CHOSEN], by=actor_of(request))
        except NotPublishable as refused:
            problem = str(refused)
        else:
            messages.success(request, _public_now(len(made)))
            return redirect(wave_url(pk))
    elif request.method == "POST":
        problem = _("Wählen Sie mindestens eine Frage aus.")
    return _choice(request, wave, frozenset(chosen), problem)


def _public_now(number: int) -> str:
    words = ngettext(
        "Das Ergebnis steht jetzt auf der öffentlichen Seite.",
        "%(number)s Ergebnisse stehen jetzt auf der öffentlichen Seite.",
        number,
    )
    return words % {"number": number}


def _choice(request: HttpRequest, wave: Any, chosen: frozenset[str], problem: str) -> HttpResponse:
    result, limits = result_of(wave), limits_of(wave)
    (reported,) = as_reported([result])
    public = frozenset(wave.public_codes)
    context = {
        "wave": wave,
        "crumbs": crumbs(wave, _("Ergebnisse veröffentlichen")),
        "problem": problem,
        "limits": limits,
        "shown": SHOWN,
        "step": SHEET_STEP,
        "public": len(public),
        "choices": [
            {"code": code, "result": _preview(result, code, limits, reported), "is_chosen": code in chosen}
            for code in choices(result, limits)
            if code not in public
        ],
    }
    return TemplateResponse(request, "results/publish_chosen.html", context, status=UNPROCESSABLE if problem else 200)


@requires(Permission.RESULTS_PUBLISH)
def withdraw(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Take a result off the public page."""
    publication = get_object_or_404(Publication.objects.select_related("wave__version"), wave=pk, question_code=code)
    if request.method == "POST":
        actions.withdraw(publication=publication, by=actor_of(request))
        messages.success(request, _("Das Ergebnis steht nicht mehr auf der öffentlichen Seite."))
        return redirect(wave_url(pk, code))
    context = {
        "wave": publication.wave,
        "result": result_in(publication, GERMAN),
        "crumbs": crumbs(publication.wave, _("Zurückziehen")),
        "withdrawing": True,
    }
    return TemplateResponse(request, "results/publish.html", context)
