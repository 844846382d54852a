"""Paper and interviews: printing sheets, typing them in, asking somebody face to face."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kisi.accounts.requests import actor_of, user_of
from kisi.core.access import Permission, requires
from kisi.ui.forms import answer_form
from kisi.ui.languages import PARTICIPANT_LANGUAGES, language_named
from shared.instruments.sentences import say as say_reason
from shared.instruments.sentences import texts_in
from tenants.participation.drawing import drawn_digits, drawn_whole
from tenants.participation.fields import Filled, read_answers
from tenants.participation.forms import PrintForm, SheetForm
from tenants.participation.paper import paper_sheets
from tenants.participation.sheets import NOT_ASKED, judge_whole
from tenants.participation.texts import is_language, privacy_values, say
from tenants.participation.typing_in import (
    Typed,
    forget_typed,
    note_typed,
    typed_answers,
    typed_lately,
)
from tenants.participation.ways_back import ways_back
from tenants.surveys.actions import accept_response, number_sheets, type_sheet, withdraw_sheet
from tenants.surveys.checking import definition_of
from tenants.surveys.models import SurveySettings, Wave
from tenants.surveys.problems import SheetTypedAlready, SurveyProblem
from tenants.surveys.vocabulary import Channel, WaveState

UNPROCESSABLE = 422


def _wave(pk: int, channel: str, *, must_take: bool = True) -> Wave:
    """A wave that takes answers by this way. Raises ``Http404``."""
    waves = Wave.objects.select_related("version__instrument").defer("version__definition")
    wave: Wave = get_object_or_404(waves, pk=pk)
    takes = wave.takes(channel, timezone.localdate(), late_days=SurveySettings.current().late_days)
    if channel not in wave.channels or (must_take and not takes):
        raise Http404
    return wave


@requires(Permission.SURVEYS_ENTER)
@require_safe
def to_enter(request: HttpRequest) -> HttpResponse:
    """Waves for which somebody can print, type in or ask: also for those who see nothing else of surveys."""
    today, late_days = timezone.localdate(), SurveySettings.current().late_days
    rows = [
        {
            "wave": wave,
            "paper": Channel.PAPER in wave.channels and wave.takes(Channel.PAPER, today, late_days=late_days),
            "assisted": Channel.ASSISTED in wave.channels and wave.takes(Channel.ASSISTED, today, late_days=0),
            "kiosk": Channel.KIOSK in wave.channels and wave.takes(Channel.KIOSK, today, late_days=0),
        }
        for wave in Wave.objects.filter(state=WaveState.RUNNING).order_by("closes_on", "pk")
    ]
    shown = [row for row in rows if row["paper"] or row["assisted"] or row["kiosk"]]
    return TemplateResponse(request, "participation/to_enter.html", {"rows": shown})


@requires(Permission.SURVEYS_ENTER)
def print_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Sheets to be filled in by hand, as a PDF."""
    wave = _wave(pk, Channel.PAPER, must_take=False)
    form = PrintForm(request.POST or None)
    if form.is_valid():
        language = form.cleaned_data["language"]
        try:
            numbers = number_sheets(wave=wave, count=form.cleaned_data["count"], by=actor_of(request))
        except SurveyProblem as problem:
            form.add_error("count", str(problem))
        else:
            response = HttpResponse(paper_sheets(wave, language, numbers), content_type="application/pdf")
            response["Content-Disposition"] = f'attachment; filename="bogen-{wave.token}-{language}.pdf"'
            return response
    return answer_form(request, "participation/print_paper.html", form, ways_back(request, wave))


@requires(Permission.SURVEYS_ENTER)
def type_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Type in a paper sheet: digits choose answers, Enter goes on."""
    wave = _wave(pk, Channel.PAPER)
    if request.method != "POST":
        asked = request.GET.get("sprache", "")
        return _typing(request, wave, language=asked if is_language(asked) else "de")
    form = SheetForm(request.POST)
    language = request.POST.get("language", "")
    definition = definition_of(wave.version)
    judged = judge_whole(definition, typed_answers(definition.asked, request.POST), request.POST)
    if judged.foreign:
        form.add_error(None, say_reason(NOT_ASKED, "de").text)
    if form.is_valid() and not judged.refused:
        try:
            return _type(request, wave, form.cleaned_data, judged.answers)
        except SheetTypedAlready as problem:
            form.add_error("number", str(problem))
        except SurveyProblem as problem:
            form.add_error(None, str(problem))
    shown = language if is_language(language) else "de"
    return _typing(request, wave, language=shown, form=form, filled=Filled(judged.answers, judged.refused))


def _type(request: HttpRequest, wave: Wave, given: dict[str, Any], answers: dict[str, Any]) -> HttpResponse:
    type_sheet(
        wave=wave,
        id=given["sheet"],
        language=given["language"],
        answers=answers,
        consent_version=wave.privacy_notice_version,
        number=given["number"],
        repeat=given["repeat"],
        by=actor_of(request),
    )
    entry = Typed(str(given["sheet"]), given["number"], given["language"])
    note_typed(user_of(request).pk, wave, entry, minutes=SurveySettings.current().undo_minutes)
    messages.success(request, _("Der Bogen ist erfasst."))
    return _to_next_sheet(wave, given["language"])


def _to_next_sheet(wave: Wave, language: str) -> HttpResponse:
    """An empty sheet in the language of the one before: a pile is mostly of one."""
    return HttpResponseRedirect(f"{reverse('participation:type_paper', args=[wave.pk])}?sprache={language}")


def _typing(
    request: HttpRequest,
    wave: Wave,
    *,
    language: str,
    form: SheetForm | None = None,
    filled: Filled | None = None,
) -> HttpResponse:
    errors = form.errors if form else {}
    context = {
        **ways_back(request, wave),
        "form": drawn_digits(wave.version, filled),
        "languages": PARTICIPANT_LANGUAGES,
        "language": language,
        "number": request.POST.get("number", "")[:20],
        "sheet": form.data.get("sheet", "")[:40] if form and not errors.get("sheet") else uuid.uuid4(),
        "number_errors": errors.get("number", []),
        "other_errors": errors.get("__all__", []),
        "asks_to_repeat": bool(errors.get("number")),
        "lately": [
            {"id": entry.id, "number": entry.number, "language": language_named(entry.language).german}
            for entry in typed_lately(user_of(request).pk, wave)
        ],
        "minutes": SurveySettings.current().undo_minutes,
    }
    status = UNPROCESSABLE if form is not None else 200
    return TemplateResponse(request, "participation/type_paper.html", context, status=status)


@requires(Permission.SURVEYS_ENTER)
@require_POST
def take_back(request: HttpRequest, pk: int, sheet: uuid.UUID) -> HttpResponse:
    """Take back a sheet this person has just typed in; 404 for any other."""
    wave = _wave(pk, Channel.PAPER)
    user = user_of(request)
    entry = next((entry for entry in typed_lately(user.pk, wave) if entry.id == str(sheet)), None)
    if entry is None:
        raise Http404
    withdraw_sheet(wave=wave, id=sheet, number=entry.number, by=actor_of(request))
    forget_typed(user.pk, wave, sheet, minutes=SurveySettings.current().undo_minutes)
    messages.success(request, _("Der Bogen ist zurückgenommen. Sie können ihn neu erfassen."))
    return _to_next_sheet(wave, entry.language)


@requires(Permission.SURVEYS_ENTER)
def assist(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody face to face, in their language: the whole sheet on one screen."""
    wave = _wave(pk, Channel.ASSISTED)
    asked = (request.POST if request.method == "POST" else request.GET).get("language", "")
    if not is_language(asked):
        context = {**ways_back(request, wave), "languages": PARTICIPANT_LANGUAGES}
        return TemplateResponse(request, "participation/assist_language.html", context)
    if request.method != "POST":
        return _interview(request, wave, asked)
    definition = definition_of(wave.version)
    judged = judge_whole(definition, read_answers(definition.asked, request.POST), request.POST)
    filled = Filled(judged.answers, judged.refused)
    sheet = _sheet_id(request)
    agreed = request.POST.get("consent") == "yes"
    if judged.refused or not agreed or sheet is None:
        note = say_reason(NOT_ASKED, asked).text if judged.foreign else ""
        note = note or (say("went_wrong", asked) if sheet is None else "")
        return _interview(request, wave, asked, filled, agreed=agreed, note=note)
    try:
        accept_response(
            wave=wave,
            id=sheet,
            channel=Channel.ASSISTED,
            language=asked,
            answers=judged.answers,
            consent_version=wave.privacy_notice_version,
            by=actor_of(request),
        )
    except SurveyProblem as problem:
        messages.error(request, str(problem))
        return _interview(request, wave, asked, filled, agreed=agreed)
    messages.success(request, _("Die Antworten sind gespeichert."))
    return redirect("participation:assist", wave.pk)


def _sheet_id(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("sheet", "")[:40])
    except ValueError:
        return None


def _interview(
    request: HttpRequest,
    wave: Wave,
    language: str,
    filled: Filled | None = None,
    *,
    agreed: bool = False,
    note: str = "",
) -> HttpResponse:
    contact = SurveySettings.current().privacy_contact
    missing_consent = filled is not None and not agreed
    context = {
        **ways_back(request, wave),
        "language": language_named(language),
        "texts": texts_in(language),
        "form": drawn_whole(wave.version, language, filled),
        "privacy": say("privacy_short", language, **privacy_values(contact)),
        "agreed": agreed,
        "note": note or (say("consent_missing", language) if missing_consent else ""),
        "missing_consent": missing_consent,
        "sheet": _sheet_id(request) or uuid.uuid4(),
    }
    status = UNPROCESSABLE if filled is not None else 200
    return TemplateResponse(request, "participation/assist.html", context, status=status)
