"""``/healthz``, ``/readyz`` and ``/metrics``: answered on any host, before it is known whose it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import redis
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import Error as DatabaseError
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from kisi.core.realms import CENTRAL, inside
from kisi.tenancy.migration_state import state_of_code
from kisi.tenancy.observation import prometheus_answer

WORKER_SEEN_KEY: Final = "worker-seen-at"
WORKER_SILENCE: Final = 60.0
"""Seconds without a sign of life after which the workers count as gone."""

_state_of_code: str | None = None


class HealthMiddleware:
    """Answers the health addresses and leaves everything else alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """200 where all is well, else 503 with what is not."""
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            return ready_answer()
        if request.path == "/metrics":
            return prometheus_answer(request)
        return self.get_response(request)


def ready_answer() -> JsonResponse:
    """Database, broker, migrations and worker, each as ok or with a word on what is wrong."""
    checks = {
        "database": _check(_database_answers),
        "broker": _check(_broker_answers),
        "migrations": _check(_migrations_are_current),
        "worker": _check(_worker_was_seen),
    }
    ready = all(answer == "ok" for answer in checks.values())
    answer = JsonResponse({"status": "ok" if ready else "unavailable", "checks": checks}, status=200 if ready else 503)
    answer["Cache-Control"] = "no-store"
    return answer


def _check(question: Callable[[], str]) -> str:
    try:
        with inside(CENTRAL):
            return question()
    except (DatabaseError, redis.RedisError, OSError):
        return "unreachable"


def _database_answers() -> str:
    apps.get_model(settings.TENANT_MODEL).objects.exists()
    return "ok"


def _broker_answers() -> str:
    with redis.Redis.from_url(settings.KISI_REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
        client.ping()
    return "ok"


def _migrations_are_current() -> str:
    """Compares what the towns' rows say with the migrations of this code."""
    global _state_of_code  # noqa: PLW0603 (the code of a process does not change)
    _state_of_code = _state_of_code or state_of_code()
    municipality = apps.get_model(settings.TENANT_MODEL)
    behind = municipality.objects.exclude(status="left").exclude(schema_state=_state_of_code).count()
    return "ok" if behind == 0 else f"{behind} behind"


def _worker_was_seen() -> str:
    seen_at = cache.get(WORKER_SEEN_KEY)
    return "ok" if seen_at is not None and time.time() - seen_at < WORKER_SILENCE else "not seen"
