"""Which realm a request gets, and what a host that is none is told."""

from __future__ import annotations

import re
from typing import Any

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from kisi.core.realms import CENTRAL, MunicipalityRef, NoRealm, current_realm, inside, realm_or_none
from kisi.tenancy.connections import TooManyConnections
from kisi.tenancy.middleware import RealmMiddleware
from shared.municipalities.models import Municipality
from tests.servers import Servers


def schema_of_request(host: str, **extra: Any) -> str:
    """The schema a request for this host is answered from, or its status as text."""

    def view(_request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_schema(), current_user")
            return HttpResponse("|".join(cursor.fetchone()))

    response = RealmMiddleware(view)(RequestFactory().get("/", headers={"host": host}, **extra))
    return response.content.decode() if response.status_code == 200 else str(response.status_code)


@pytest.mark.parametrize(
    "host",
    ["bensheim.kisi.localhost", "BENSHEIM.kisi.localhost", "bensheim.kisi.localhost.", "bensheim.KISI.localhost:8000"],
)
def test_spellings_of_a_host(bensheim: MunicipalityRef, host: str) -> None:
    """Upper case, trailing dot and port do not matter; the connection is the town's own."""
    assert schema_of_request(host) == f"{bensheim.schema}|{bensheim.schema}"


@pytest.mark.parametrize(
    "host",
    [
        "gibtesnicht.kisi.localhost",
        "bensheim.kisi.localhost.example",
        "bensheim",
        "x.bensheim.kisi.localhost",
        "bensheim.kisi.localhost@evil.example",
        "bensheim.kisi.localhost/evil",
        "bensheim kisi.localhost",
        "bens_heim.kisi.localhost",
        "[::1]",
        "127.0.0.1",
        "",
    ],
)
def test_unknown_hosts_get_404_and_learn_nothing(database: Servers, host: str) -> None:
    """The same short page for all of them."""
    response = RealmMiddleware(lambda _request: HttpResponse("never"))(
        RequestFactory().get("/", headers={"host": host})
    )
    assert response.status_code == 404
    assert "Bensheim" not in response.content.decode()


def test_forwarded_host_is_not_trusted(bensheim: MunicipalityRef) -> None:
    """Only where a proxy is configured to set it."""
    assert schema_of_request("bensheim.kisi.localhost", HTTP_X_FORWARDED_HOST="butzbach.kisi.localhost").startswith(
        bensheim.schema
    )


def test_forwarded_host_counts_when_configured(butzbach: MunicipalityRef, settings: Any) -> None:
    """``KISI_TRUST_FORWARDED_HOST``."""
    settings.USE_X_FORWARDED_HOST = True
    assert schema_of_request("proxy.internal", HTTP_X_FORWARDED_HOST="butzbach.kisi.localhost").startswith(
        butzbach.schema
    )


def test_the_public_host_is_central(database: Servers) -> None:
    """Schema public, role of the public host."""
    assert schema_of_request("kisi.localhost") == "public|kisi_central"


@pytest.mark.parametrize(
    ("status", "answer"), [("suspended", 503), ("offboarding", 503), ("onboarding", 404), ("left", 404)]
)
def test_a_town_that_is_not_active(bensheim: MunicipalityRef, client_for: Any, status: str, answer: int) -> None:
    """Suspended towns say so; those that are not there yet or no more are unknown. In force within a second."""
    client: Client = client_for(bensheim)
    client.get("/")
    with inside(CENTRAL):
        Municipality.objects.filter(pk=bensheim.id).update(status=status)
    import time

    time.sleep(0.6)
    response = client.get("/")
    assert response.status_code == answer
    style = re.search(r'<link rel="stylesheet" href="([^"]+)"', response.content.decode())
    assert style
    assert client.get(style[1], secure=True).status_code == 200


@pytest.mark.parametrize(
    "fault",
    [
        psycopg.OperationalError("connection refused"),
        psycopg.errors.AdminShutdown("terminating connection"),
        TooManyConnections("all in use"),
        OperationalError("server closed the connection unexpectedly"),
        InterfaceError("connection already closed"),
    ],
)
@pytest.mark.parametrize("at", ["directory", "session", "view"])
def test_while_the_database_is_gone_everybody_is_asked_to_come_again(
    bensheim: MunicipalityRef, client_for: Any, monkeypatch: pytest.MonkeyPatch, fault: Exception, at: str
) -> None:
    """503 with a time, wherever the request first needs it; programs get problem details. Never 500."""

    def fails(*_args: Any, **_kwargs: Any) -> Any:
        raise fault

    client: Client = client_for(bensheim)
    client.raise_request_exception = False
    client.cookies["__Host-kisi_session"] = "x" * 32
    places = {
        "directory": "kisi.tenancy.middleware.realm_for_host",
        "session": "kisi.accounts.sessions.SessionStore.load",
        "view": "tenants.site.views.public.visible_contact_points",
    }
    monkeypatch.setattr(places[at], fails)
    page = client.get("/", secure=True)
    assert (page.status_code, page["Retry-After"], page["Cache-Control"]) == (503, "30", "no-store")
    assert "Gleich wieder da" in page.content.decode()
    assert client.get("/static/kisi/kisi.css", secure=True).status_code == 200
    if at == "directory":
        problem = client.get("/api/v1/contact-points", secure=True)
        assert (problem.status_code, problem["Content-Type"]) == (503, "application/problem+json")


def test_a_streamed_body_stays_in_its_realm(bensheim: MunicipalityRef) -> None:
    """Every chunk is made in the realm of the request; between chunks the thread is in none."""

    def body() -> Any:
        for _ in range(3):
            with connection.cursor() as cursor:
                cursor.execute("SELECT current_schema()")
                yield cursor.fetchone()[0].encode()

    middleware = RealmMiddleware(lambda _request: StreamingHttpResponse(body()))
    response = middleware(RequestFactory().get("/", headers={"host": "bensheim.kisi.localhost"}))
    assert isinstance(response, StreamingHttpResponse)
    seen = []
    for chunk in response:
        seen.append(chunk.decode())
        assert realm_or_none() is None
    assert seen == [bensheim.schema] * 3


def test_after_a_request_no_realm_is_left(bensheim: MunicipalityRef) -> None:
    """Neither after an answer nor after an exception."""

    def broken(_request: HttpRequest) -> HttpResponse:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        RealmMiddleware(broken)(RequestFactory().get("/", headers={"host": "bensheim.kisi.localhost"}))
    with pytest.raises(NoRealm):
        current_realm()
