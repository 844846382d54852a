"""The first thing a request meets: which realm it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import cast

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from kisi.core.realms import CENTRAL, Realm, inside
from kisi.tenancy.directory import UnknownMunicipality, realm_for_host
from kisi.tenancy.hosts import MalformedHost, requested_host

PUBLIC_URLCONF = "kisi.urls_public"


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
