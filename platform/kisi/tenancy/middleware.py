"""The first thing a request meets: which realm it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import cast

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from kisi.core.realms import CENTRAL, Realm, inside
from kisi.tenancy.closed import SUSPENDED, UNREACHABLE, closed_answer, plain_answer, unreachable_answer
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
        except UNREACHABLE as error:
            return unreachable_answer(request, error)
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
        """Answer 503 where a view needs a server that is gone: the database, or the cache.

        The cache is needed by every view that counts attempts (sign-in, new password, invitation): without a
        counter nobody is let through, see decision 0010. Whoever is signed in goes on; sessions are rows.
        """
        return unreachable_answer(request, error) if isinstance(error, UNREACHABLE) else None


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
