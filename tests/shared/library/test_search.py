"""The library in the global search of the public host."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kisi.core.roles import Role
from tests.accounts import person, sign_in
from tests.shared.library.samples import draft, shipped


@pytest.fixture
def analyst(central: None, client_for: Any) -> Client:
    """Somebody of the ministry, who reads what is published."""
    shipped("massnahme-cafe", "measure", title="Sprechcafé für Mütter", summary="Üben ohne Prüfungsangst.")
    shipped("ablauf-kita", "procedure", title="Kitaplätze vergeben", summary="Wartelisten verkürzen.")
    draft(key="massnahme-geheim", title="Sprechcafé im Entwurf")
    return sign_in(client_for(None), person(None, Role.MINISTRY_ANALYST), None)


def found(browser: Client, words: str) -> list[str]:
    """Which of the three titles the search shows."""
    shown = browser.get("/suche/", {"q": words}, secure=True, headers={"HX-Target": "suchtreffer"}).text
    return [title for title in ("Sprechcafé für", "Kitaplätze", "im Entwurf") if title in shown]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("mutter", ["Sprechcafé für"]),
        ("Mütte", ["Sprechcafé für"]),
        ("prüfungsangst", ["Sprechcafé für"]),
        ("café", ["Sprechcafé für"]),
        ("maßnahme", ["Sprechcafé für"]),
        ("kitaplatz", ["Kitaplätze"]),
        ("plätze", ["Kitaplätze"]),
        ("wartelist verkürze", ["Kitaplätze"]),
        ("warteliste mutter", []),
        ("entwurf", []),
    ],
)
def test_german_words_find_templates(analyst: Client, words: str, expected: list[str]) -> None:
    assert found(analyst, words) == expected


def test_drafts_are_found_by_those_who_write(analyst: Client, client_for: Any) -> None:
    editor = sign_in(client_for(None), person(None, Role.TEMPLATE_EDITOR), None)
    assert found(editor, "sprechcafe entwurf") == ["im Entwurf"]
