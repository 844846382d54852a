"""axe finds nothing on any page of the gallery, wide and narrow, light and dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.axe import violations
from tests.journeys.accessibility.checking import faults, settled
from tests.platform.kisi.ui.pages import DIFFERENT_PAGES

pytestmark = pytest.mark.browser

LOOKS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]


@pytest.mark.parametrize("path", DIFFERENT_PAGES)
def test_no_violation(open_page: Callable[..., Page], path: str) -> None:
    page = open_page(path)
    settled(page)
    assert faults(page) == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_no_violation_in_an_invalid_form(open_page: Callable[..., Page], width: int, scheme: str) -> None:
    page = open_page("galerie/formulare/", width=width, scheme=scheme)
    page.click("text=Maßnahme speichern")
    page.wait_for_selector(".k-errors")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_violation_with_everything_open(open_page: Callable[..., Page], scheme: str) -> None:
    page = open_page("galerie/bausteine/", scheme=scheme)
    page.click(".k-avatar")
    assert page.locator("#kontomenue").is_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.click("a[data-dialog=loeschen] >> visible=true")
    assert page.locator("#loeschen").is_visible()
    assert violations(page) == []


def test_no_violation_in_open_data_tables(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/diagramme/", width=360)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.locator(".k-chart__data table").first.is_visible()
    assert violations(page) == []


def test_the_check_finds_a_planted_fault(open_page: Callable[..., Page]) -> None:
    found = " ".join(violations(open_page("fehler/axe/")))
    assert " image-alt: " in found
    assert " link-name: " in found
