"""The sheet itself: one page of questions at a time, pause, sending, done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from kisi.ui.languages import language_links, language_named
from kisi.ui.templatetags.kisi_ui import day
from shared.instruments.answers import Reason
from shared.instruments.definition import Definition, text_of
from shared.instruments.flow import without_hidden
from shared.instruments.sentences import say as say_reason
from tenants.participation import actions, limits, tokens
from tenants.participation.doors import TOO_MANY, frame, message_page, participants_page
from tenants.participation.drawing import drawn, language_buttons
from tenants.participation.fields import Filled, words
from tenants.participation.models import ParticipationDraft
from tenants.participation.problems import DraftGone
from tenants.participation.sheets import (
    NOT_ASKED,
    Judged,
    Place,
    first_key,
    first_page_with,
    judge_page,
    place_of,
    refusals,
)
from tenants.participation.texts import is_language, preferred_language, say
from tenants.participation.views.entrance import UNPROCESSABLE
from tenants.surveys.checking import definition_of
from tenants.surveys.models import Response, SurveySettings, Wave
from tenants.surveys.problems import SurveyProblem
from tenants.surveys.vocabulary import ONLINE_CHANNELS


@participants_page(*ONLINE_CHANNELS)
def sheet(request: HttpRequest, wave: Wave) -> HttpResponse:
    """To the page to go on with."""
    draft = _draft_of(request, wave)
    if draft is None:
        return _to(wave, "languages")
    return _to(wave, "page", first_key(definition_of(wave.version), draft.answers, draft.page))


@participants_page(*ONLINE_CHANNELS)
def page(request: HttpRequest, wave: Wave, key: str) -> HttpResponse:
    """One page of questions."""
    draft = _draft_of(request, wave)
    if draft is None:
        return _without_draft(request, wave)
    definition = definition_of(wave.version)
    place = place_of(definition, draft.answers, key)
    if place is None:
        return _to(wave, "page", first_key(definition, draft.answers))
    if request.method != "POST":
        return _page(request, wave, draft, place)
    return _page_sent(request, wave, draft, place)


def _draft_of(request: HttpRequest, wave: Wave) -> ParticipationDraft | None:
    draft_id = tokens.draft_id_of(request, wave)
    return ParticipationDraft.objects.filter(pk=draft_id, wave=wave).first() if draft_id else None


def _without_draft(request: HttpRequest, wave: Wave) -> HttpResponse:
    """A page that was sent after its sheet: Back, a second click, another tab – or our thanks got lost on the way.

    Whoever was not thanked would otherwise be asked to begin again, and would be counted twice.
    """
    if tokens.has_answered(request, wave):
        return _to(wave, "done")
    draft_id = tokens.draft_id_of(request, wave)
    sent = Response.objects.filter(pk=draft_id, wave=wave).first() if draft_id else None
    return _thanked(request, wave, sent) if sent else _to(wave, "languages")


def _page_sent(request: HttpRequest, wave: Wave, draft: ParticipationDraft, place: Place) -> HttpResponse:
    settings = SurveySettings.current()
    if not limits.may_send(request, wave, settings):
        return message_page(request, language_named(draft.language), "too_many_tries", status=TOO_MANY)
    definition = definition_of(wave.version)
    judged = judge_page(definition, draft.answers, place.page.page, request.POST)
    if not _is_human(request, wave, draft, settings):
        return _page(request, wave, draft, place, judged, note=say("went_wrong", draft.language))
    try:
        return _continue(request, wave, draft, place, judged)
    except DraftGone:
        return _without_draft(request, wave)


def _is_human(request: HttpRequest, wave: Wave, draft: ParticipationDraft, settings: SurveySettings) -> bool:
    """Whether the trap is empty and the page was shown for this sheet, long enough ago to be read."""
    stamp = request.POST.get("stamp", "")[:300]
    longest = settings.page_hours * limits.HOUR
    is_real = tokens.is_stamped(wave, str(draft.pk), stamp, at_least=settings.fill_seconds, at_most=longest)
    return is_real and not request.POST.get("website")


def _continue(
    request: HttpRequest, wave: Wave, draft: ParticipationDraft, place: Place, judged: Judged
) -> HttpResponse:
    """Where the pressed button leads: another language, back, pause, on, or sending."""
    key = place.page.page.key
    wanted = request.POST.get("language", "")
    if is_language(wanted):
        actions.save_page(draft=draft, answers=judged.kept, page=key, language=wanted)
        return _to(wave, "page", key)
    go = request.POST.get("go", "")
    if go == "back":
        target = place.before or key
        actions.save_page(draft=draft, answers=judged.kept, page=target)
        return _to(wave, "page", target)
    if go == "pause":
        actions.save_page(draft=draft, answers=judged.kept, page=key)
        return _paused(request, wave, draft)
    if judged.refused:
        return _page(request, wave, draft, place, judged)
    return _on(request, wave, draft, place, judged)


def _on(request: HttpRequest, wave: Wave, draft: ParticipationDraft, place: Place, judged: Judged) -> HttpResponse:
    definition = definition_of(wave.version)
    now = place_of(definition, judged.answers, place.page.page.key)
    if now is not None and _has_new_questions(request, now):
        actions.save_page(draft=draft, answers=judged.kept, page=place.page.page.key)
        return _to(wave, "page", place.page.page.key)
    if now is not None and now.after:
        actions.save_page(draft=draft, answers=judged.kept, page=now.after)
        return _to(wave, "page", now.after)
    return _send(request, wave, draft, place, judged.kept)


def _has_new_questions(request: HttpRequest, now: Place) -> bool:
    """Whether an answer of this page shows a question on the same page that was not there yet."""
    shown = set(request.POST.get("shown", "")[:20_000].split(","))
    return bool({question.code for question in now.page.questions if question.type != "note"} - shown)


def _send(
    request: HttpRequest, wave: Wave, draft: ParticipationDraft, place: Place, answers: dict[str, Any]
) -> HttpResponse:
    definition = definition_of(wave.version)
    counted = without_hidden(definition, answers)
    refused = refusals(definition, counted)
    if refused:
        return _to_what_is_missing(wave, draft, definition, counted, refused)
    try:
        response = actions.send(draft=draft, wave=wave, answers=counted)
    except SurveyProblem:
        return _page(request, wave, draft, place, note=say("went_wrong", draft.language))
    if response is None:
        return _without_draft(request, wave)
    return _thanked(request, wave, response)


def _thanked(request: HttpRequest, wave: Wave, response: Response) -> HttpResponse:
    """To the thanks; this browser knows that the wave was answered, and no sheet any more."""
    answer = _done(wave, response.language)
    tokens.remember_answered(request, answer, wave)
    tokens.forget_draft(answer, wave)
    return answer


def _to_what_is_missing(
    wave: Wave, draft: ParticipationDraft, definition: Definition, answers: dict[str, Any], refused: dict[str, Reason]
) -> HttpResponse:
    """An earlier page is not complete (an answer changed what is asked there): go there."""
    key = first_page_with(definition, set(refused), answers) or first_key(definition, answers)
    actions.save_page(draft=draft, answers=answers, page=key)
    return HttpResponseRedirect(reverse("participation:page", args=[wave.token, key]) + "?fehlt=1")


def _page(
    request: HttpRequest,
    wave: Wave,
    draft: ParticipationDraft,
    place: Place,
    judged: Judged | None = None,
    note: str = "",
) -> HttpResponse:
    language = language_named(draft.language)
    answers = judged.answers if judged else draft.answers
    refused = judged.refused if judged else _missing_here(request, wave, draft, place)
    form = drawn(wave.version, place.page, language.code, Filled(answers, refused))
    if judged and judged.foreign and not note:
        note = say_reason(NOT_ASKED, language.code).text
    context = {
        **frame(language),
        "wave": wave,
        "survey": words(text_of(definition_of(wave.version).title, language.code)),
        "form": form,
        "note": note,
        "place": place,
        "progress": say("page_of", language.code, n=place.number, total=place.total),
        "stamp": tokens.new_stamp(wave, str(draft.pk)),
        "language_buttons": language_buttons(language.code),
    }
    status = UNPROCESSABLE if judged is not None or refused else 200
    return TemplateResponse(request, "participation/page.html", context, status=status)


def _missing_here(request: HttpRequest, wave: Wave, draft: ParticipationDraft, place: Place) -> dict[str, Reason]:
    """After a jump to what is missing, say what it is."""
    if request.GET.get("fehlt") != "1":
        return {}
    here = {question.code for question in place.page.questions}
    wrong = refusals(definition_of(wave.version), draft.answers)
    return {code: reason for code, reason in wrong.items() if code in here}


def _paused(request: HttpRequest, wave: Wave, draft: ParticipationDraft) -> HttpResponse:
    """The code to go on with; this browser forgets the sheet, so that the next person on it finds nothing."""
    code = actions.pause(draft=draft)
    language = language_named(draft.language)
    context = {
        **frame(language),
        "wave": wave,
        "code": code,
        "until": say("pause_until", language.code, date=day(draft.expires_on)),
    }
    response = TemplateResponse(request, "participation/paused.html", context)
    tokens.forget_draft(response, wave)
    return response


@participants_page(*ONLINE_CHANNELS, late=True)
def done(request: HttpRequest, wave: Wave) -> HttpResponse:
    """Thank you; with the switch to the other languages where nothing says which one the sheet was in."""
    language = preferred_language(request)
    is_guessed = not is_language(request.GET.get("sprache", ""))
    thanks = words(text_of(definition_of(wave.version).thanks, language.code))
    switch = language_links(language.code) if is_guessed else None
    return TemplateResponse(
        request, "participation/done.html", {**frame(language), "thanks": thanks, "languages": switch}
    )


def _done(wave: Wave, language: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('participation:done', args=[wave.token])}?sprache={language}")


def _to(wave: Wave, name: str, *parts: str) -> HttpResponse:
    return HttpResponseRedirect(reverse(f"participation:{name}", args=[wave.token, *parts]))
