"""A tablet at the contact point: works without a network, keeps answers on the device and sends them later."""

from __future__ import annotations

import json
import uuid
from typing import Any, Final

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kisi.core.access import Permission, requires
from kisi.ui.languages import PARTICIPANT_LANGUAGES, language_named
from shared.instruments.definition import text_of
from shared.instruments.flow import without_hidden
from tenants.participation import limits, tokens
from tenants.participation.doors import NOT_FOUND, TOO_MANY, frame, message_page, participants_page
from tenants.participation.fields import PREFIX, foreign_fields, read_answers, words
from tenants.participation.texts import is_language, preferred_language, privacy_values, say
from tenants.participation.ways_back import ways_back
from tenants.participation.whole import whole_form
from tenants.surveys.actions import accept_response
from tenants.surveys.checking import definition_of
from tenants.surveys.models import SurveySettings, Wave
from tenants.surveys.problems import AnswersRefused, SurveyProblem
from tenants.surveys.vocabulary import Channel

MOST_SHEETS: Final = 50
FORBIDDEN: Final = 403
BAD_REQUEST: Final = 400
CACHED: Final = (
    "kisi/kisi.css",
    "participation/skip.js",
    "participation/tablet_sheets.js",
    "participation/tablet.js",
    "kisi/icon.svg",
    *(
        f"kisi/fonts/{name}.woff2"
        for name in (
            "fira-sans-latin-400",
            "fira-sans-latin-600",
            "fira-sans-latin-ext-400",
            "fira-sans-latin-ext-600",
            "fira-sans-cyrillic-400",
            "fira-sans-cyrillic-600",
            "noto-sans-arabic-400",
            "noto-sans-arabic-600",
            "noto-sans-ethiopic-400",
            "language-names-arabic-400",
            "language-names-ethiopic-400",
        )
    ),
)
"""What the pages need besides themselves."""


@requires(Permission.SURVEYS_ENTER)
def set_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Make this device a tablet of the wave: it gets a key of its own, nobody stays signed in for it."""
    wave = get_object_or_404(Wave, pk=pk)
    if Channel.KIOSK not in wave.channels:
        raise Http404
    if request.method != "POST":
        context = {**ways_back(request, wave), "questions": _question_texts(wave)}
        return TemplateResponse(request, "participation/tablet_set_up.html", context)
    response = HttpResponseRedirect(reverse("participation:tablet", args=[wave.token]))
    tokens.make_tablet(request, response, wave)
    return response


def _question_texts(wave: Wave) -> dict[str, Any]:
    """Question → its text and those of its answers, for reading a sheet that stayed on the device."""
    return {
        question.code: {
            "text": text_of(question.text, "de").text,
            "options": {option.code: text_of(option.text, "de").text for option in question.options},
        }
        for question in definition_of(wave.version).asked
    }


@participants_page(Channel.KIOSK, late=True)
def tablet(request: HttpRequest, wave: Wave) -> HttpResponse:
    """The tablet's first page: the languages, and how many sheets wait to be sent."""
    if not tokens.is_tablet(request, wave):
        return _no_tablet(request)
    language = language_named("de")
    links = [
        {"language": other, "url": reverse("participation:tablet_sheet", args=[wave.token, other.code])}
        for other in PARTICIPANT_LANGUAGES
    ]
    return TemplateResponse(
        request, "participation/tablet.html", {**frame(language), **_tablet_frame(wave, "de"), "links": links}
    )


@participants_page(Channel.KIOSK, late=True)
def tablet_sheet(request: HttpRequest, wave: Wave, language: str) -> HttpResponse:
    """The whole sheet in one language, with everything the device needs to go on without a network."""
    if not tokens.is_tablet(request, wave) or not is_language(language):
        return _no_tablet(request)
    definition = definition_of(wave.version)
    privacy = privacy_values(SurveySettings.current().privacy_contact)
    context = {
        **frame(language_named(language)),
        **_tablet_frame(wave, language),
        "title": words(text_of(definition.title, language)),
        "introduction": words(text_of(definition.introduction, language)),
        "thanks": words(text_of(definition.thanks, language)),
        "privacy_short": say("privacy_short", language, **privacy),
        "form": whole_form(definition, language),
    }
    return TemplateResponse(request, "participation/tablet_sheet.html", context)


def _tablet_frame(wave: Wave, language: str) -> dict[str, Any]:
    return {
        "wave": wave,
        "waiting_text": say("offline_waiting", language, n="{n}"),
        "idle_seconds": SurveySettings.current().kiosk_idle_seconds,
    }


def _no_tablet(request: HttpRequest) -> HttpResponse:
    return message_page(request, preferred_language(request), "survey_not_found", status=NOT_FOUND)


@participants_page(Channel.KIOSK, late=True)
def tablet_script(request: HttpRequest, wave: Wave) -> HttpResponse:
    """The service worker: it may only touch addresses below this one."""
    home = reverse("participation:tablet", args=[wave.token])
    pages = [
        home,
        *(reverse("participation:tablet_sheet", args=[wave.token, other.code]) for other in PARTICIPANT_LANGUAGES),
    ]
    files = [staticfiles_storage.url(name) for name in CACHED]
    context = {"version": f"{wave.version_id}-{wave.closes_on:%Y%m%d}", "pages": pages, "files": files}
    return TemplateResponse(
        request, "participation/tablet_worker.js", {"settings": json.dumps(context)}, content_type="text/javascript"
    )


@participants_page(Channel.KIOSK, late=True)
@require_POST
def tablet_sheets(request: HttpRequest, wave: Wave) -> HttpResponse:
    """Take sheets that a tablet has kept: ``{"sheets": [{"id", "language", "answers": {code: [text]}}]}``.

    Answers for each sheet whether it is stored now; sent again it is the same response.
    """
    if not tokens.is_tablet(request, wave):
        return JsonResponse({"error": say("survey_not_found", "de")}, status=FORBIDDEN)
    if not limits.may_send(request, wave, SurveySettings.current()):
        return JsonResponse({"error": say("too_many_tries", "de")}, status=TOO_MANY)
    sheets = _sheets(request)
    if sheets is None:
        return JsonResponse({"error": say("went_wrong", "de")}, status=BAD_REQUEST)
    return JsonResponse({"sheets": [_take(wave, sheet) for sheet in sheets]})


def _sheets(request: HttpRequest) -> list[dict[str, Any]] | None:
    try:
        sent = json.loads(request.body)
    except ValueError:
        return None
    sheets = sent.get("sheets") if isinstance(sent, dict) else None
    if not isinstance(sheets, list) or len(sheets) > MOST_SHEETS:
        return None
    return sheets if all(isinstance(sheet, dict) for sheet in sheets) else None


def _take(wave: Wave, sheet: dict[str, Any]) -> dict[str, Any]:
    name = str(sheet.get("id", ""))[:40]
    try:
        accept_response(
            wave=wave,
            id=uuid.UUID(name),
            channel=Channel.KIOSK,
            language=str(sheet.get("language", ""))[:20],
            answers=_answers(wave, sheet.get("answers")),
            consent_version=wave.privacy_notice_version,
        )
    except (SurveyProblem, ValueError) as problem:
        return {"id": name, "stored": False, "reason": str(problem)[:600]}
    return {"id": name, "stored": True}


def _answers(wave: Wave, sent: Any) -> dict[str, Any]:
    """The device sends what stood in the fields; what an answer hides is dropped, as on the page.

    Raises ``AnswersRefused`` for what is no sheet of this wave: the device then keeps it, and staff can read it.
    """
    definition = definition_of(wave.version)
    if not isinstance(sent, dict) or not all(map(_are_texts, sent.values())):
        raise AnswersRefused(_("Diesen Bogen konnten wir nicht lesen."), {"": "wrong_type"})
    fields = QueryDict(mutable=True)
    for code, texts in sent.items():
        fields.setlist(f"{PREFIX}{code}", texts)
    foreign = foreign_fields(definition.asked, fields)
    if foreign:
        words = _("Der Bogen enthält Antworten auf Fragen, die diese Welle nicht stellt: %(codes)s.")
        raise AnswersRefused(words % {"codes": ", ".join(foreign[:10])}, dict.fromkeys(foreign, "unknown"))
    return without_hidden(definition, read_answers(definition.asked, fields))


def _are_texts(sent: Any) -> bool:
    return isinstance(sent, list) and all(isinstance(text, str) for text in sent)
