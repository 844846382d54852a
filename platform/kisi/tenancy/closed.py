"""What is answered while nothing can be answered: plain pages for people, problem details for programs."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any, Final

import psycopg
import redis
import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.defaults import server_error

API_PATH: Final = "/api/"
RETRY_AFTER_SECONDS: Final = 30
UNREACHABLE: Final = (
    OperationalError,
    InterfaceError,
    # The directory of towns is read beside Django's connection: its errors come as psycopg names them.
    psycopg.OperationalError,
    psycopg.InterfaceError,
    redis.RedisError,
)
"""A server that the platform needs is gone, starting again or overloaded; the next try may find it."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Closed:
    """Why nothing is answered at the moment."""

    title: str | Promise
    text: str | Promise


SUSPENDED: Final = Closed(
    _("Zurzeit nicht erreichbar"),
    _(
        "Dieser Arbeitsbereich ist im Moment ausgesetzt. Es sind keine Daten verloren."
        " Bei Fragen wenden Sie sich bitte an Ihre Ansprechperson im Programm KISI."
    ),
)
UNAVAILABLE: Final = Closed(
    _("Gleich wieder da"),
    _("Die Plattform kann im Moment nicht antworten. Bitte versuchen Sie es in einer Minute noch einmal."),
)


def plain_answer(template: str, *, status: int, context: dict[str, Any] | None = None) -> HttpResponse:
    """A page that needs no realm, no session and no query, and tells nothing."""
    response = HttpResponse(render_to_string(template, context), status=status)
    response["Cache-Control"] = "no-store"
    return response


def closed_answer(request: HttpRequest, why: Closed) -> HttpResponse:
    """503: a plain page for people, problem details (RFC 9457) for programs."""
    if not request.path.startswith(API_PATH):
        return plain_answer("tenancy/closed.html", status=503, context={"why": why})
    problem = {"type": "about:blank", "title": str(why.title), "status": 503, "detail": str(why.text), "errors": []}
    answer = JsonResponse(problem, status=503, content_type="application/problem+json")
    answer["Cache-Control"] = "no-store"
    return answer


def unreachable_answer(request: HttpRequest, error: BaseException) -> HttpResponse:
    """503 that says when to come again; what was unreachable stands in the log."""
    _log.error("server_unreachable", error=type(error).__name__, exc_info=error)
    answer = closed_answer(request, UNAVAILABLE)
    answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def answer_failure(request: HttpRequest) -> HttpResponseBase:
    """Django's ``handler500``: also what fails beside a view, such as reading the session, is a 503 then."""
    error = sys.exception()
    return unreachable_answer(request, error) if isinstance(error, UNREACHABLE) else server_error(request)
