"""What operators see of requests: one log line and Prometheus figures each, without anything personal."""

from __future__ import annotations

import hmac
import ipaddress
import os
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import structlog
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from kisi.core.realms import realm_or_none
from kisi.tenancy.connections import STORE

_log = structlog.get_logger("kisi.request")
_REQUESTS = Counter("kisi_requests_total", "Answered requests.", ["realm", "method", "status"])
_SECONDS = Histogram("kisi_request_seconds", "Server time of a request.", ["realm"])
_CONNECTIONS = Gauge(
    "kisi_database_connections", "Database connections the web processes keep.", ["state"], multiprocess_mode="livesum"
)
_SHARED_FIGURES = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
"""The folder in which several web processes add up; another one answers ``/metrics`` than counted."""
_KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class ObservationMiddleware:
    """Counts and logs a request inside its realm."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Path without query string, status, milliseconds."""
        started = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - started
        realm = realm_or_none()
        kind = realm.kind.value if realm else "none"
        method = request.method if request.method in _KNOWN_METHODS else "OTHER"
        _REQUESTS.labels(kind, method, str(response.status_code)).inc()
        _SECONDS.labels(kind).observe(seconds)
        if _SHARED_FIGURES:
            _note_connections()
        route = request.resolver_match.route if request.resolver_match else "-"
        _log.info("request", method=method, route=route, status=response.status_code, ms=round(seconds * 1000, 1))
        return response


def prometheus_answer(request: HttpRequest) -> HttpResponse:
    """``/metrics`` for whoever shows the token or asks from a configured network; all others are told nothing (404)."""
    if not (_shows_the_token(request) or _asks_from_our_networks(request)):
        return HttpResponse(status=404)
    _note_connections()
    return HttpResponse(generate_latest(_all_processes()), content_type=CONTENT_TYPE_LATEST)


def _shows_the_token(request: HttpRequest) -> bool:
    expected = settings.KISI_METRICS_TOKEN
    given = request.META.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())


def _asks_from_our_networks(request: HttpRequest) -> bool:
    """Behind proxies of ours the address is the one they saw (``KISI_TRUSTED_PROXIES``), never what a caller writes."""
    if not settings.KISI_METRICS_NETWORKS:
        return False
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured, ValueError):  # no address, or fewer proxies than said
        return False
    return any(address in network for network in settings.KISI_METRICS_NETWORKS)


def _note_connections() -> None:
    for state, count in STORE.counts().items():
        _CONNECTIONS.labels(state).set(count)


def _all_processes() -> CollectorRegistry:
    """What all web processes have counted where they share a folder, else what this one has."""
    if not _SHARED_FIGURES:
        return REGISTRY
    for file in Path(_SHARED_FIGURES).glob("gauge_live*_*.db"):
        number = int(file.stem.rpartition("_")[2])
        if not psutil.pid_exists(number):  # a process that crashed keeps no connections
            mark_process_dead(number, _SHARED_FIGURES)  # type: ignore[no-untyped-call]
    registry = CollectorRegistry()
    MultiProcessCollector(registry, _SHARED_FIGURES)  # type: ignore[no-untyped-call]
    return registry
