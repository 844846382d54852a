"""The first thing a request meets: which realm it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import cast

import redis
import structlog
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from kisi.core.realms import CENTRAL, Realm, inside
from kisi.tenancy.directory import UnknownMunicipality, realm_for_host
from kisi.tenancy.hosts import MalformedHost, requested_host

PUBLIC_URLCONF = "kisi.urls_public"
RETRY_AFTER_SECONDS = 30
_log = structlog.get_logger(__name__)


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
            return plain_answer("tenancy/unavailable.html", status=503)
        if realm.municipality is None:
            request.urlconf = PUBLIC_URLCONF
        elif realm.municipality.status == "onboarding":
            return plain_answer("tenancy/unknown_host.html", status=404)
        elif realm.municipality.status != "active":
            return plain_answer("tenancy/suspended.html", status=503)
        with inside(realm):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = inside_each_step(
                realm, iter(cast("Iterable[bytes]", response.streaming_content))
            )
        return response

    def process_exception(self, _request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Answer 503 where a view needs the cache and the server behind it is gone.

        That is every view that counts attempts (sign-in, new password, invitation): without a counter nobody
        is let through, see decision 0010. Whoever is signed in goes on; sessions are rows.
        """
        if not isinstance(error, redis.RedisError):
            return None
        _log.error("cache_unreachable", error=type(error).__name__)
        answer = plain_answer("tenancy/unavailable.html", status=503)
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


def plain_answer(template: str, *, status: int) -> HttpResponse:
    """A page that needs no realm, no session and no query, and tells nothing."""
    response = HttpResponse(render_to_string(template), status=status)
    response["Cache-Control"] = "no-store"
    return response
