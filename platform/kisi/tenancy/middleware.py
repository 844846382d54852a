"""The first thing a request meets: which realm it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import redis
import structlog
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kisi.core.realms import CENTRAL, Realm, inside
from kisi.tenancy.directory import UnknownMunicipality, realm_for_host
from kisi.tenancy.hosts import MalformedHost, requested_host

PUBLIC_URLCONF = "kisi.urls_public"
RETRY_AFTER_SECONDS = 30
API_PATH = "/api/"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Closed:
    """Why nothing is answered at the moment."""

    title: str | Promise
    text: str | Promise


SUSPENDED = Closed(
    _("Zurzeit nicht erreichbar"),
    _(
        "Dieser Arbeitsbereich ist im Moment ausgesetzt. Es sind keine Daten verloren."
        " Bei Fragen wenden Sie sich bitte an Ihre Ansprechperson im Programm KISI."
    ),
)
UNAVAILABLE = Closed(
    _("Gleich wieder da"),
    _("Die Plattform kann im Moment nicht antworten. Bitte versuchen Sie es in einer Minute noch einmal."),
)


class RealmMiddleware:
    """Runs the whole request, a streamed body included, in the realm its host names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 404 for an unknown host and 503 for a town that does not work at the moment."""
        try:
            realm = realm_of_request(request)
        except (MalformedHost, UnknownMunicipality):
            return plain_answer("tenancy/unknown_host.html", status=404)
        except OperationalError:
            return closed_answer(request, UNAVAILABLE)
        if realm.municipality is None:
            request.urlconf = PUBLIC_URLCONF
        elif realm.municipality.status == "onboarding":
            return plain_answer("tenancy/unknown_host.html", status=404)
        elif realm.municipality.status != "active":
            return closed_answer(request, SUSPENDED)
        with inside(realm):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = inside_each_step(
                realm, iter(cast("Iterable[bytes]", response.streaming_content))
            )
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Answer 503 where a view needs the cache and the server behind it is gone.

        That is every view that counts attempts (sign-in, new password, invitation): without a counter nobody
        is let through, see decision 0010. Whoever is signed in goes on; sessions are rows.
        """
        if not isinstance(error, redis.RedisError):
            return None
        _log.error("cache_unreachable", error=type(error).__name__)
        answer = closed_answer(request, UNAVAILABLE)
        answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return answer


def realm_of_request(request: HttpRequest) -> Realm:
    """The realm a request's host belongs to.

    Raises ``MalformedHost`` or ``UnknownMunicipality``.
    """
    host = requested_host(request)
    return CENTRAL if host == settings.KISI_BASE_DOMAIN else realm_for_host(host)


def inside_each_step(realm: Realm, chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Make every chunk of a streamed body in its realm; between two chunks the thread is in none."""
    while True:
        with inside(realm):
            try:
                chunk = next(chunks)
            except StopIteration:
                return
        yield chunk


def closed_answer(request: HttpRequest, why: Closed) -> HttpResponse:
    """503: a plain page for people, problem details (RFC 9457) for programs."""
    if request.path.startswith(API_PATH):
        problem = {"type": "about:blank", "title": str(why.title), "status": 503, "detail": str(why.text), "errors": []}
        answer: HttpResponse = JsonResponse(problem, status=503, content_type="application/problem+json")
        answer["Cache-Control"] = "no-store"
        return answer
    return plain_answer("tenancy/closed.html", status=503, context={"why": why})


def plain_answer(template: str, *, status: int, context: dict[str, Any] | None = None) -> HttpResponse:
    """A page that needs no realm, no session and no query, and tells nothing."""
    response = HttpResponse(render_to_string(template, context), status=status)
    response["Cache-Control"] = "no-store"
    return response
