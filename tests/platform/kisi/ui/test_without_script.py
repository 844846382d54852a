"""Everything works with JavaScript switched off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_drawer_opens(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/arbeitsplatz/", width=360, script=False)
    page.click(".k-topbar__drawer")
    assert page.locator("#hauptnavigation .k-side__link").first.is_visible()


def test_list_is_filtered_sorted_and_paged(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/listen/", script=False)
    page.fill("#id_q", "schwimm")
    page.click("text=Filtern")
    assert page.locator("tbody tr").count() == 8
    page.click("thead >> text=Angebot")
    assert page.locator("th[aria-sort=ascending]").inner_text().strip() == "Angebot"
    assert "q=schwimm" in page.url
    page.click("text=Alle zeigen")
    page.click("text=Weiter")
    assert page.locator(".k-pages [aria-current=page]").inner_text().endswith("2")
    assert "11–20 von 64" in page.locator("[role=status]").first.inner_text()


def test_invalid_form_shows_its_errors_and_keeps_what_was_typed(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/formulare/", script=False)
    page.fill("#id_budget", "zweitausend")
    with page.expect_response("**/formulare/") as answer:
        page.click("text=Maßnahme speichern")
    assert answer.value.status == 422
    assert page.input_value("#id_budget") == "zweitausend"
    assert page.locator("#id_budget_error").inner_text().strip().startswith("Bitte geben Sie eine Zahl ein")
    assert page.locator(".k-errors li").count() == 6


def test_link_to_a_dialog_is_an_ordinary_link(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/bausteine/", script=False)
    page.click("a.k-button[data-dialog=loeschen]")
    assert page.url.endswith("#dialog")


def test_dark_can_be_chosen_and_stays(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/arbeitsplatz/", script=False)
    assert page.locator("html").get_attribute("data-kern-theme") is None
    page.click(".k-avatar")
    page.click("[aria-label=Dunkel]")
    assert page.url.endswith("/galerie/arbeitsplatz/")
    assert page.locator("html").get_attribute("data-kern-theme") == "dark"
    page.goto(page.url.replace("arbeitsplatz", "bausteine"))
    assert page.locator("html").get_attribute("data-kern-theme") == "dark"


def test_survey_can_be_answered_from_right_to_left(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/umfrage/?sprache=ar", width=360, script=False)
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.click("button")
    assert page.locator(".k-errors").is_visible()
    page.click("label.k-tile >> nth=0")
    page.click("label.k-tile >> nth=6")
    page.click("form button")
    assert page.locator(".k-errors").count() == 0


def test_long_work_is_followed_by_a_link(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/arbeit/3/", script=False)
    page.click("text=Stand aktualisieren")
    assert page.url.endswith("/galerie/arbeit/3/")
    page = open_page("galerie/arbeit/5/", script=False)
    assert page.locator("text=Stand aktualisieren").count() == 0
