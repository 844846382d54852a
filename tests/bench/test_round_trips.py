"""A request costs no SQL round trip for tenancy: counted on the wire, not by a clock."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from psycopg import pq

from kisi.accounts.models import User
from kisi.core.realms import MunicipalityRef
from kisi.tenancy import directory
from kisi.tenancy.connections import STORE
from kisi.tenancy.middleware import RealmMiddleware


def one_query(_request: HttpRequest) -> HttpResponse:
    """The measured view: one indexed query."""
    User.objects.filter(pk=1).first()
    return HttpResponse("ok")


def one_query_after_a_set(_request: HttpRequest) -> HttpResponse:
    """The planted fault: a SET before the query, as stock django-tenants sends one."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '29s'")
    return one_query(_request)


@contextmanager
def traced() -> Iterator[Callable[[], int]]:
    """Trace every connection this process keeps; the yielded function says how often the server was waited for."""
    files: list[tuple[Any, IO[bytes]]] = []
    for kept in list(STORE._oldest_idle_first.values()):
        file = tempfile.TemporaryFile()  # noqa: SIM115 (closed below)
        kept.connection.pgconn.trace(file.fileno())
        kept.connection.pgconn.set_trace_flags(pq.Trace.SUPPRESS_TIMESTAMPS)
        files.append((kept.connection.pgconn, file))

    def round_trips() -> int:
        total = 0
        for pgconn, file in files:
            pgconn.untrace()
            file.seek(0)
            total += sum(b"ReadyForQuery" in line for line in file)
        return total

    try:
        yield round_trips
    finally:
        for _, file in files:
            file.close()


def count_for(
    view: Callable[[HttpRequest], HttpResponse], town: MunicipalityRef, monkeypatch: Any, settings: Any
) -> int:
    """Round trips of one request once connections are open and the directory is known."""
    # The directory is compared with the database twice a second, whatever the number of requests.
    monkeypatch.setattr(directory, "REFRESH_SECONDS", 3600.0)
    request = RequestFactory().get("/", headers={"host": f"{town.slug}.{settings.KISI_BASE_DOMAIN}"})
    chain = RealmMiddleware(view)
    assert chain(request).status_code == 200
    connection.close()
    with traced() as round_trips:
        assert chain(request).status_code == 200
        connection.close()
        return round_trips()


def test_one_query_is_one_round_trip(bensheim: MunicipalityRef, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """No SET, no look-up of the host, no check of the connection: exactly what plain Django sends."""
    assert count_for(one_query, bensheim, monkeypatch, settings) == 1


def test_the_count_sees_a_set(bensheim: MunicipalityRef, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """With the planted fault there are two."""
    assert count_for(one_query_after_a_set, bensheim, monkeypatch, settings) == 2
