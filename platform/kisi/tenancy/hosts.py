"""From the raw Host header to a name that can be looked up."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port


class MalformedHost(ValueError):
    """The Host header is not a host name."""


def requested_host(request: HttpRequest) -> str:
    """The host a request is meant for: lower case, without port and trailing dot.

    ``X-Forwarded-Host`` counts only where ``USE_X_FORWARDED_HOST`` says that a trusted proxy sets it.
    Raises ``MalformedHost`` for anything that is not a plain host name (RFC 9110, 7.2).
    """
    raw = request.META.get("HTTP_X_FORWARDED_HOST") if settings.USE_X_FORWARDED_HOST else None
    host, _port = split_domain_port(raw or request.META.get("HTTP_HOST", ""))
    if not host:
        raise MalformedHost
    return host


def address_of(slug: str | None = None) -> str:
    """The address of a municipality's workspace, or of the public host: ``http://bensheim.kisi.localhost:8000``."""
    scheme, _, rest = settings.KISI_BASE_URL.partition("://")
    return f"{scheme}://{slug}.{rest}" if slug else settings.KISI_BASE_URL
