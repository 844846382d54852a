"""The global search: page and hits while typing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from playwright.sync_api import Page


def test_hits_while_typing_are_a_fragment() -> None:
    answer = Client(headers={"HX-Target": "suchtreffer"}).get("/galerie/suche/?q=sprach")
    assert answer.content.decode().strip().startswith('<section class="k-hits">')
    assert "HX-Target" in answer["Vary"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "mindestens zwei Buchstaben"),
        ("x", "mindestens zwei Buchstaben"),
        ("gibtesnicht", "„gibtesnicht“ gibt es nichts"),
    ],
)
def test_nothing_found_says_what_to_do(words: str, said: str) -> None:
    assert said in Client().get("/galerie/suche/", {"q": words}).content.decode()


def test_words_are_escaped_and_cut() -> None:
    html = Client().get("/galerie/suche/", {"q": "<script>" + "x" * 500 + "\0"}).content.decode()
    assert "<script>x" not in html
    field = BeautifulSoup(html, "html.parser").select_one("#suchbegriff")
    assert field is not None
    assert len(str(field["value"])) == 100


@pytest.mark.browser
def test_hits_appear_while_typing(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/arbeitsplatz/")
    page.fill("#suche", "sprach")
    page.wait_for_selector("#suchtreffer .k-hits__link")
    assert page.locator("#suchtreffer .k-hits__link").first.inner_text().startswith("Integrationskurs")
    page.keyboard.press("ArrowDown")
    assert page.locator("#suchtreffer .k-hits__link").first.evaluate("hit => hit === document.activeElement")
    page.keyboard.press("ArrowUp")
    assert page.locator(".k-search__input").evaluate("field => field === document.activeElement")
    assert page.evaluate("window.violations") == []
