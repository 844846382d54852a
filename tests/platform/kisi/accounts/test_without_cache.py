"""Signing in while the server behind the cache is gone: 503 in a page, for known and unknown addresses alike."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches

from kisi.core.realms import CENTRAL, MunicipalityRef, inside
from kisi.core.roles import Role
from kisi.ops.servers.valkey import EmbeddedValkey
from tests.accounts import PASSWORD, person, sign_in
from tests.servers import Servers


@pytest.fixture
def stopped_valkey(database: Servers, tmp_path: Path, settings: Any) -> Iterator[None]:
    """Django's cache on a server of its own that was started, used and stopped."""
    before = caches.settings["default"]["LOCATION"]
    server = EmbeddedValkey(tmp_path / "valkey", durable=False)
    _point(server.start())
    with inside(CENTRAL):
        caches["default"].set("was-here", 1)
    server.stop()
    yield
    _point(before)


def _point(address: str) -> None:
    caches.settings["default"]["LOCATION"] = address
    if hasattr(caches._connections, "default"):
        delattr(caches._connections, "default")


def test_nobody_gets_in_uncounted_and_nobody_sees_a_500(
    stopped_valkey: None, bensheim: MunicipalityRef, client_for: Any
) -> None:
    """Also with the right password: without a counter somebody could try them all."""
    guide = person(bensheim, Role.GUIDE)
    answers = []
    for email, password in ((guide.email, PASSWORD), (guide.email, "falsch"), ("nobody@example.org", "falsch")):
        client = client_for(bensheim)
        assert client.get("/anmelden/", secure=True).status_code == 200
        answer = client.post("/anmelden/", {"login": email, "password": password}, secure=True)
        assert answer.status_code == 503
        assert answer["Retry-After"] == "30"
        assert client.get("/konto/", secure=True).status_code == 302
        answers.append(answer.content)
    assert len(set(answers)) == 1
    for address in ("/passwort-vergessen/", "/einladung/x/erneuern/"):
        answer = client_for(bensheim).post(address, {"email": guide.email}, secure=True)
        assert answer.status_code == 503, address


def test_whoever_is_signed_in_goes_on_working(stopped_valkey: None, bensheim: MunicipalityRef, client_for: Any) -> None:
    """Sessions are rows; also on the public host."""
    client = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    for address in ("/", "/personen/", "/konto/"):
        assert client.get(address, secure=True).status_code == 200, address
    operator = sign_in(client_for(None), person(None, Role.OPERATOR), None)
    for address in ("/", "/betrieb/", "/kommunen/"):
        assert operator.get(address, secure=True).status_code == 200, address
