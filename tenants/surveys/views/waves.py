"""Waves on screen: list, page, planning, releasing, ending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.accounts.requests import actor_of
from kisi.accounts.sending_once import counts_once
from kisi.core.access import Permission, allowed, requires
from kisi.ui.forms import answer_form
from kisi.ui.tables import answer_table
from tenants.surveys import actions
from tenants.surveys.addresses import public_address
from tenants.surveys.advice import advice_for
from tenants.surveys.comparability import comparability_of
from tenants.surveys.forms import ReopenForm, WaveFilter, WaveForm
from tenants.surveys.listing import WAVES, standing_status
from tenants.surveys.models import Wave
from tenants.surveys.problems import SurveyProblem
from tenants.surveys.queries import code_batches, return_of, with_rules
from tenants.surveys.views.returns import return_context
from tenants.surveys.vocabulary import Channel, Standing, WaveState


@requires(Permission.SURVEYS_VIEW)
def waves(request: HttpRequest) -> HttpResponse:
    """All waves in one list."""
    context = {"may_edit": allowed(request.user, Permission.SURVEYS_EDIT)}
    return answer_table(request, "surveys/waves.html", WAVES, Wave.objects.none(), WaveFilter(request.GET), context)


@requires(Permission.SURVEYS_VIEW)
def wave(request: HttpRequest, pk: int) -> HttpResponse:
    """One wave: where it stands, how people get there, what came back, what to do next."""
    found = get_object_or_404(with_rules(Wave.objects.select_related("version__instrument")), pk=pk)
    back = return_of(found)
    context = {
        **return_context(found, back),
        "status": standing_status(found),
        "channels": [Channel(channel).label for channel in found.channels if channel in Channel.values],
        "address": public_address(found),
        "advice": advice_for(found, back, timezone.localdate()),
        "batches": list(code_batches(found)),
        "state": found.state,
        "comparability": comparability_of(found),
        **_abilities(request, found),
    }
    return TemplateResponse(request, "surveys/wave.html", context)


def _abilities(request: HttpRequest, found: Wave) -> dict[str, bool]:
    standing = found.standing(timezone.localdate())
    taking = standing in {Standing.OPEN, Standing.CLOSED}
    may_enter = allowed(request.user, Permission.SURVEYS_ENTER) and taking
    return {
        "may_edit": allowed(request.user, Permission.SURVEYS_EDIT),
        "may_type": may_enter and Channel.PAPER in found.channels,
        "may_assist": may_enter and Channel.ASSISTED in found.channels and standing == Standing.OPEN,
        "has_kiosk": may_enter and Channel.KIOSK in found.channels and standing == Standing.OPEN,
        "has_paper": may_enter and Channel.PAPER in found.channels,
        "has_codes": Channel.CODE in found.channels,
        "is_planned": found.state == WaveState.PLANNED,
        "is_released": found.state == WaveState.RUNNING,
        "is_ended": found.state == WaveState.ENDED,
    }


@requires(Permission.SURVEYS_EDIT)
@counts_once()
def create(request: HttpRequest) -> HttpResponse:
    """Plan a new wave; ``?vorlage=`` names the template whose newest questionnaire is chosen already."""
    form = WaveForm(request.POST or None, template=request.GET.get("vorlage", ""))
    if form.is_valid():
        try:
            made = actions.create_wave(plan=form.plan(), by=actor_of(request))
        except (SurveyProblem, ValidationError) as problem:
            form.add_error(None, _text(problem))
        else:
            messages.success(request, _("Die Welle ist angelegt. Prüfen Sie alles und geben Sie sie dann frei."))
            return redirect("surveys:wave", made.pk)
    return answer_form(request, "surveys/wave_form.html", form)


@requires(Permission.SURVEYS_EDIT)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a wave."""
    found = get_object_or_404(Wave.objects.select_related("version__instrument"), pk=pk)
    form = WaveForm(request.POST or None, wave=found)
    if form.is_valid():
        try:
            actions.change_wave(wave=found, plan=form.plan(), by=actor_of(request))
        except (SurveyProblem, ValidationError) as problem:
            form.add_error(None, _text(problem))
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("surveys:wave", pk)
    return answer_form(request, "surveys/wave_form.html", form, {"wave": found})


def _text(problem: Exception) -> Any:
    return problem.messages if isinstance(problem, ValidationError) else str(problem)


@requires(Permission.SURVEYS_EDIT)
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Release a planned wave, after saying what stands with it."""
    found = get_object_or_404(Wave.objects.select_related("version__instrument"), pk=pk)
    if request.method == "POST":
        return _do(request, actions.release_wave, _("Die Welle ist freigegeben."), found)
    context = {"wave": found, "comparability": comparability_of(found)}
    return TemplateResponse(request, "surveys/release.html", context)


@requires(Permission.SURVEYS_EDIT)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a wave, after saying what that means."""
    found = get_object_or_404(Wave, pk=pk)
    if request.method == "POST":
        return _do(request, actions.end_wave, _("Die Welle ist beendet. Sie nimmt keine Antworten mehr an."), found)
    return TemplateResponse(request, "surveys/end.html", {"wave": found})


@requires(Permission.SURVEYS_EDIT)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take answers again, with a new last day."""
    found = get_object_or_404(Wave, pk=pk)
    form = ReopenForm(request.POST or None, initial={"closes_on": max(found.closes_on, timezone.localdate())})
    if form.is_valid():
        try:
            actions.reopen_wave(wave=found, closes_on=form.cleaned_data["closes_on"], by=actor_of(request))
        except SurveyProblem as problem:
            form.add_error("closes_on", str(problem))
        else:
            messages.success(request, _("Die Welle nimmt wieder Antworten an."))
            return redirect("surveys:wave", pk)
    return answer_form(request, "surveys/reopen.html", form, {"wave": found})


def _do(request: HttpRequest, action: Any, done: str, found: Wave) -> HttpResponse:
    try:
        action(wave=found, by=actor_of(request))
    except SurveyProblem as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect("surveys:wave", found.pk)
