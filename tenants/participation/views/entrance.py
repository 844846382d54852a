"""The way in: language, privacy notice, consent; and back in with a code."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from kisi.ui.languages import PARTICIPANT_LANGUAGES, language_named
from shared.instruments.definition import text_of
from tenants.participation import actions, limits, tokens
from tenants.participation.doors import NOT_FOUND, TOO_MANY, frame, message_page, participants_page
from tenants.participation.fields import words
from tenants.participation.problems import ParticipationProblem
from tenants.participation.texts import is_language, preferred_language, privacy_values, say
from tenants.surveys.checking import definition_of
from tenants.surveys.models import SurveySettings, Wave
from tenants.surveys.problems import CodeNotValid
from tenants.surveys.vocabulary import ONLINE_CHANNELS, Channel

UNPROCESSABLE: Final = 422


@participants_page(*ONLINE_CHANNELS)
def languages(request: HttpRequest, wave: Wave) -> HttpResponse:
    """First of all the language, each named in itself."""
    language = preferred_language(request)
    links = [
        {"language": other, "url": reverse("participation:begin", args=[wave.token, other.code])}
        for other in PARTICIPANT_LANGUAGES
    ]
    context = {**frame(language), "links": links, "is_begun": tokens.draft_id_of(request, wave) is not None}
    return TemplateResponse(request, "participation/languages.html", {**context, "wave": wave})


@participants_page(*ONLINE_CHANNELS)
def begin(request: HttpRequest, wave: Wave, language: str) -> HttpResponse:
    """Privacy notice and consent in one language; then the sheet begins."""
    if not is_language(language):
        return message_page(request, preferred_language(request), "survey_not_found", status=NOT_FOUND)
    settings = SurveySettings.current()
    if request.method == "POST":
        return _try_to_begin(request, wave, language, settings)
    return _entrance(request, wave, language, settings)


def _try_to_begin(request: HttpRequest, wave: Wave, language: str, settings: SurveySettings) -> HttpResponse:
    if not limits.may_start(request, wave, settings):
        return message_page(request, language_named(language), "too_many_tries", status=TOO_MANY)
    problems = _problems(request, wave, language, settings)
    if problems:
        return _entrance(request, wave, language, settings, problems)
    code = _code(request)
    if code and not limits.may_try_code(request, wave, settings):
        return message_page(request, language_named(language), "too_many_tries", status=TOO_MANY)
    try:
        draft = actions.begin(wave=wave, language=language, consent_version=wave.privacy_notice_version, code=code)
    except CodeNotValid:
        return _entrance(request, wave, language, settings, {"code": say("code_unknown", language)})
    response = HttpResponseRedirect(reverse("participation:sheet", args=[wave.token]))
    tokens.remember_draft(request, response, wave, draft.pk)
    tokens.forget_code(response, wave)
    return response


def _problems(request: HttpRequest, wave: Wave, language: str, settings: SurveySettings) -> dict[str, str]:
    problems = {}
    if request.POST.get("consent") != "yes":
        problems["consent"] = say("consent_missing", language)
    if _needs_code(wave) and not _code(request):
        problems["code"] = say("refused_required", language)
    stamp = request.POST.get("stamp", "")[:200]
    is_real = tokens.is_stamped(wave, "begin", stamp, at_least=0, at_most=settings.page_hours * limits.HOUR)
    if not problems and (request.POST.get("website") or not is_real):
        problems["form"] = say("went_wrong", language)
    return problems


def _code(request: HttpRequest) -> str:
    return request.POST.get("code", "").replace("\0", "").strip()[: tokens.LONGEST_CODE]


def _needs_code(wave: Wave) -> bool:
    return Channel.LINK not in wave.channels


def _entrance(
    request: HttpRequest,
    wave: Wave,
    language: str,
    settings: SurveySettings,
    problems: dict[str, str] | None = None,
) -> HttpResponse:
    definition = definition_of(wave.version)
    privacy = privacy_values(settings.privacy_contact)
    context: dict[str, Any] = {
        **frame(language_named(language)),
        "wave": wave,
        "title": words(text_of(definition.title, language)),
        "introduction": words(text_of(definition.introduction, language)),
        "privacy_short": say("privacy_short", language, **privacy),
        "privacy_full": say("privacy_full", language, **privacy),
        "takes_codes": Channel.CODE in wave.channels,
        "needs_code": _needs_code(wave),
        "code": _code(request) if request.method == "POST" else tokens.code_of(request, wave),
        "consented": request.POST.get("consent") == "yes",
        "answered": tokens.has_answered(request, wave),
        "stamp": tokens.new_stamp(wave, "begin"),
        "problems": problems or {},
    }
    status = UNPROCESSABLE if problems else 200
    return TemplateResponse(request, "participation/begin.html", context, status=status)


@participants_page(*ONLINE_CHANNELS)
def resume(request: HttpRequest, wave: Wave) -> HttpResponse:
    """Go on with a sheet by its code."""
    language = preferred_language(request)
    context = {**frame(language), "wave": wave, "problem": "", "code": ""}
    if request.method != "POST":
        return TemplateResponse(request, "participation/resume.html", context)
    if not limits.may_try_code(request, wave, SurveySettings.current()):
        return message_page(request, language, "too_many_tries", status=TOO_MANY)
    try:
        draft = actions.resume(wave=wave, code=_code(request))
    except ParticipationProblem as problem:
        context |= {"problem": say(problem.text, language.code), "code": _code(request)}
        return TemplateResponse(request, "participation/resume.html", context, status=UNPROCESSABLE)
    response = HttpResponseRedirect(reverse("participation:sheet", args=[wave.token]))
    tokens.remember_draft(request, response, wave, draft.pk)
    return response
