"""Machine accounts on screen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client as Browser

from api.models import Client
from kisi.audit.models import Entry
from kisi.core.realms import CENTRAL, inside
from kisi.core.roles import Role
from tests.accounts import person, sign_in
from tests.api.test_tokens import FORM, basic
from tests.servers import Servers

FILLED = {"name": "Fachverfahren Sozialamt", "scopes": ["municipalities:read", "metrics:read"]}


@pytest.fixture
def operator(database: Servers, client_for: Any) -> Browser:
    """The operator's browser."""
    return sign_in(client_for(None), person(None, Role.OPERATOR), None)


def token(browser: Browser, client_id: str, secret: str) -> int:
    """The status of asking for a token."""
    headers = {"Authorization": basic(client_id, secret)}
    body = "grant_type=client_credentials"
    return browser.post("/api/oauth/token", body, content_type=FORM, headers=headers, secure=True).status_code


def test_the_secret_is_shown_once_works_and_is_refused_after_revoking(operator: Browser, client_for: Any) -> None:
    """On the page after the form and nowhere else; both are in the trail."""
    page = operator.post("/zugaenge/neu/", FILLED, secure=True)
    assert "no-store" in page["Cache-Control"]
    client_id, secret, _address = re.findall(r"<code>(.*?)</code>", page.content.decode())
    assert token(client_for(None), client_id, secret) == 200
    listed = operator.get("/zugaenge/", secure=True).content.decode()
    assert client_id in listed
    assert secret not in listed
    question = operator.get(f"/zugaenge/{client_id}/sperren/", secure=True)
    assert "Fachverfahren Sozialamt" in question.content.decode()
    assert token(client_for(None), client_id, secret) == 200
    for _twice in range(2):
        operator.post(f"/zugaenge/{client_id}/sperren/", secure=True)
    assert token(client_for(None), client_id, secret) == 401
    with inside(CENTRAL):
        events = list(
            Entry.objects.filter(event__startswith="api.").order_by("sequence").values_list("event", "actor_label")
        )
    assert events == [("api.client_created", "Tariq Aziz"), ("api.client_revoked", "Tariq Aziz")]


@pytest.mark.parametrize(
    ("change", "field"),
    [({"name": ""}, "name"), ({"name": "a\x00"}, "name"), ({"scopes": []}, "scopes"), ({"scopes": ["king"]}, "scopes")],
)
def test_a_fault_is_named_at_its_field(operator: Browser, change: Any, field: str) -> None:
    """And nothing is made."""
    answer = operator.post("/zugaenge/neu/", {**FILLED, **change}, secure=True)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    with inside(CENTRAL):
        assert Client.objects.count() == 0


def test_an_unknown_account_is_404(operator: Browser) -> None:
    """Looking and revoking."""
    assert operator.get("/zugaenge/kisi-00/sperren/", secure=True).status_code == 404
    assert operator.post("/zugaenge/kisi-00/sperren/", secure=True).status_code == 404
