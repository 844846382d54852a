"""Pages know three methods; everything else, and a form's address opened as a page, is refused in words."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tests.accounts import person, sign_in
from tests.tenants.surveys.waves import open_wave


def words(answer: Any) -> str:
    """What a page says."""
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "OPTIONS", "PROPFIND"])
def test_no_page_takes_other_methods(method: str, bensheim: MunicipalityRef, client_for: Any) -> None:
    """Neither a participant's nor the staff's: it would be shown, or worse sent, as if it had been GET."""
    with inside(realm_of(bensheim)):
        survey = f"/u/{open_wave().token}/"
    stranger, guide = client_for(bensheim), sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    cases = [
        (stranger, survey),
        (stranger, f"{survey}beginnen/de/"),
        (stranger, f"{survey}weiter/"),
        (stranger, f"{survey}fertig/"),
        (stranger, f"{survey}bogen/"),
        (stranger, "/impressum/"),
        (stranger, "/anmelden/"),
        (guide, "/bedarfe/"),
        (guide, "/bedarfe/neu/"),
    ]
    for client, address in cases:
        answer = client.generic(method, address, secure=True)
        assert answer.status_code == 405, address
        assert "Diese Adresse ist keine Seite" in words(answer)
        assert set(answer["Allow"].split(", ")) <= {"GET", "HEAD", "POST"}


def test_the_address_of_a_button_opened_as_a_page_says_so(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Not a blank page: with the way on, and nothing has happened."""
    guide = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    answer = guide.get("/bedarfe/1/wiederherstellen/", secure=True)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Gehen Sie zurück und benutzen Sie die Schaltfläche" in words(answer)
    assert "no-store" in answer["Cache-Control"]
    assert guide.head("/bedarfe/1/wiederherstellen/", secure=True).status_code == 405


def test_the_api_has_words_of_its_own(bensheim: MunicipalityRef, client_for: Any) -> None:
    answer = client_for(bensheim).generic("DELETE", "/api/v1/contact-points", secure=True)
    assert answer.status_code == 405
    assert answer["Content-Type"] == "application/problem+json"


def test_it_stands_behind_the_question_who_may(settings: Any) -> None:
    """Strangers learn nothing of an address by the method they use."""
    assert settings.MIDDLEWARE[-1] == "kisi.ui.methods.MethodMiddleware"
