"""What every public page asks first: is there such a wave, does it take answers, is somebody flooding it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from kisi.core.access import public
from kisi.ui.languages import Language, language_links, language_named, language_query, speak
from kisi.ui.templatetags.kisi_ui import day, german
from shared.instruments.sentences import texts_in
from tenants.participation import tokens
from tenants.participation.models import ParticipationDraft
from tenants.participation.texts import is_language, preferred_language, say
from tenants.surveys.models import Wave
from tenants.surveys.queries import wave_by_token
from tenants.surveys.vocabulary import Standing

SEE_OTHER: Final = 303
NOT_FOUND: Final = 404
GONE: Final = 410
TOO_LARGE: Final = 413
TOO_MANY: Final = 429
LONGEST_TEXT: Final = 10_000
"""What a participant is told when a whole request is too large; single questions have their own limits."""

View = Callable[..., HttpResponse]


def participants_page(*channels: str, late: bool = False) -> Callable[[View], View]:
    """A public page of an open wave: the view is given the wave instead of its token.

    Never kept by browsers (Back on a shared phone shows nothing), and without Django's CSRF cookie: forms
    carry a stamp signed for the sheet they belong to. ``late`` lets a page work after the wave's end.
    An invitation code leaves the address at once: it would stay in the history and be sent along with links.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        @_framed
        def answer(request: HttpRequest, token: str, **parts: Any) -> HttpResponse:
            wave = wave_by_token(token)
            refusal = _refusal(request, wave, channels, parts, late=late)
            if refusal is not None or wave is None:
                return refusal or HttpResponse(status=NOT_FOUND)
            if request.method in {"GET", "HEAD"} and "code" in request.GET:
                return _without_code(request, wave)
            try:
                _ = request.POST
            except (RequestDataTooBig, TooManyFieldsSent):
                language = _language_here(request, wave, parts)
                return message_page(request, language, "refused_too_long", status=TOO_LARGE, max=german(LONGEST_TEXT))
            return view(request, wave, **parts)

        return public(csrf_exempt(never_cache(answer)))

    return wrap


def _framed(view: View) -> View:
    """Links below the page in its language; and no other site, nor the log of one, sees from which page one came."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
        response = view(request, *args, **parts)
        context = getattr(response, "context_data", None) or {}
        if "page_language" in context:
            speak(request, context["page_language"])
        response["Referrer-Policy"] = "no-referrer"
        return response

    return answer


def _without_code(request: HttpRequest, wave: Wave) -> HttpResponse:
    rest = request.GET.copy()
    code = rest.pop("code")[-1]
    response = HttpResponseRedirect(request.path + (f"?{rest.urlencode()}" if rest else ""), status=SEE_OTHER)
    tokens.remember_code(request, response, wave, str(code))
    return response


def _language_here(request: HttpRequest, wave: Wave, parts: Mapping[str, Any]) -> Language:
    """The language somebody is answering in: asked for in the address, else that of the page or of their sheet."""
    if is_language(request.GET.get("sprache", "")):
        return preferred_language(request)
    chosen = parts.get("language", "")
    if not is_language(chosen):
        draft_id = tokens.draft_id_of(request, wave)
        drafts = ParticipationDraft.objects.filter(pk=draft_id, wave=wave) if draft_id else ()
        chosen = next((draft.language for draft in drafts), "")
    return language_named(chosen) if is_language(chosen) else preferred_language(request)


def _refusal(
    request: HttpRequest, wave: Wave | None, channels: tuple[str, ...], parts: Mapping[str, Any], *, late: bool
) -> HttpResponse | None:
    if wave is None or not set(channels) & set(wave.channels):
        return message_page(request, preferred_language(request), "survey_not_found", status=NOT_FOUND)
    standing = wave.standing(timezone.localdate())
    if standing == Standing.OPEN or (late and standing == Standing.CLOSED):
        return None
    language = _language_here(request, wave, parts)
    if standing == Standing.PLANNED:
        return message_page(request, language, "survey_not_found", status=NOT_FOUND)
    if standing == Standing.UPCOMING:
        return message_page(request, language, "survey_not_begun", status=NOT_FOUND, date=day(wave.opens_on))
    return message_page(request, language, "survey_closed", status=GONE)


def message_page(request: HttpRequest, language: Language, key: str, *, status: int, **values: Any) -> HttpResponse:
    """A page that says one sentence, in the participant's language and with the switch to the others."""
    context = {
        **frame(language),
        "languages": language_links(language.code),
        "message": say(key, language.code, **values),
    }
    return TemplateResponse(request, "participation/message.html", context, status=status)


def frame(language: Language) -> dict[str, Any]:
    """What every participants' page needs to be drawn."""
    return {
        "page_language": language,
        "language_query": language_query(language),
        "texts": texts_in(language.code),
    }
