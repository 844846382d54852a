"""Tokens on screen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.utils import timezone

from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.access_tokens.models import TokenSettings, WorkspaceToken
from tests.accounts import person, sign_in
from tests.api.caller import Caller

PAGE = "/einstellungen/zugaenge/"


@pytest.fixture
def coordinator(bensheim: MunicipalityRef, client_for: Any) -> Browser:
    """The coordinator's browser."""
    return sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)


def filled() -> dict[str, Any]:
    """A form without faults."""
    return {
        "name": "Auswertung Stabsstelle",
        "scopes": ["surveys:read"],
        "expires_on": f"{timezone.localdate():%d.%m.%Y}",
    }


def test_it_is_shown_once_works_and_is_refused_after_revoking(coordinator: Browser, bensheim: MunicipalityRef) -> None:
    """On the page after the form and nowhere else."""
    page = coordinator.post(f"{PAGE}neu/", filled(), secure=True)
    assert "no-store" in page["Cache-Control"]
    shown, address = re.findall(r"<code>(.*?)</code>", page.content.decode())
    assert address == "http://bensheim.kisi.localhost:8000/api/v1"
    program = Caller(shown, f"bensheim.{settings.KISI_BASE_DOMAIN}")
    assert program("GET", "/api/v1/waves").status == 200
    listed = coordinator.get(PAGE, secure=True).content.decode()
    assert "Auswertung Stabsstelle" in listed
    assert shown not in listed
    with inside(realm_of(bensheim)):
        token = WorkspaceToken.objects.get()
    question = coordinator.get(f"{PAGE}{token.pk}/sperren/", secure=True)
    assert "Auswertung Stabsstelle" in question.content.decode()
    assert program("GET", "/api/v1/waves").status == 200
    for _twice in range(2):
        coordinator.post(f"{PAGE}{token.pk}/sperren/", secure=True)
    assert program("GET", "/api/v1/waves").status == 401
    assert "gesperrt" in coordinator.get(PAGE, secure=True).content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a\x00"}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["king"]}, "scopes"),
        ({"expires_on": "1.1.2020"}, "expires_on"),
        ({"expires_on": "1.1.2199"}, "expires_on"),
        ({"expires_on": "bald"}, "expires_on"),
    ],
)
def test_a_fault_is_named_at_its_field(
    coordinator: Browser, bensheim: MunicipalityRef, change: Any, field: str
) -> None:
    """And nothing is made."""
    answer = coordinator.post(f"{PAGE}neu/", {**filled(), **change}, secure=True)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    with inside(realm_of(bensheim)):
        assert WorkspaceToken.objects.count() == 0


def test_the_period(coordinator: Browser, bensheim: MunicipalityRef) -> None:
    """Set here, proposed and kept to in the form."""
    assert coordinator.post(f"{PAGE}frist/", {"longest_days": "0"}, secure=True).status_code == 422
    assert coordinator.post(f"{PAGE}frist/", {"longest_days": "10"}, secure=True).status_code == 302
    with inside(realm_of(bensheim)):
        assert TokenSettings.current().longest_days == 10


def test_an_unknown_token_is_404(coordinator: Browser) -> None:
    """Looking and revoking."""
    assert coordinator.get(f"{PAGE}987654321/sperren/", secure=True).status_code == 404
    assert coordinator.post(f"{PAGE}987654321/sperren/", secure=True).status_code == 404
