"""Every page beneath a page of the menu says where it stands."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kisi.core.realms import MunicipalityRef
from kisi.core.roles import Role
from tests.accounts import person, sign_in


@pytest.fixture
def browser(bensheim: MunicipalityRef, client_for: Any) -> Client:
    return sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)


@pytest.mark.parametrize(
    ("address", "trail"),
    [
        ("/personen/einladen/", [("Personen", "/personen/"), ("Person einladen", None)]),
        ("/konto/passwort/", [("Mein Konto", "/konto/"), ("Passwort ändern", None)]),
        ("/hinweise/wege/", [("Hinweise", "/hinweise/"), ("Wege der Hinweise", None)]),
        ("/bedarfe/neu/", [("Bedarfe", "/bedarfe/"), ("Bedarf formulieren", None)]),
        ("/personen/", []),
        ("/hinweise/", []),
        ("/", []),
    ],
)
def test_where_a_page_stands(browser: Client, address: str, trail: list[tuple[str, str | None]]) -> None:
    """With its own trail or the one its address gives; pages of the menus have none."""
    page = BeautifulSoup(browser.get(address, secure=True).content, "html.parser")
    steps = [(step.get_text(" ", strip=True), step.a and step.a["href"]) for step in page.select(".k-breadcrumb li")]
    assert steps == trail
