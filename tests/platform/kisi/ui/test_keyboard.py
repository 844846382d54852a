"""Everything can be reached and done with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement"


def tab_to(page: Page, selector: str, most: int = 80) -> int:
    """Presses Tab until the selector has the focus; returns how often."""
    for count in range(1, most + 1):
        page.keyboard.press("Tab")
        if page.evaluate(f"{FOCUSED}.matches({selector!r})"):
            return count
    raise AssertionError(f"{selector} ist mit {most} Tabs nicht zu erreichen")


def test_skip_link_comes_first_and_leads_to_the_content(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/arbeitsplatz/")
    page.keyboard.press("Tab")
    assert page.evaluate(f"{FOCUSED}.className") == "k-skip"
    assert page.locator(".k-skip").bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUSED}.id") == "inhalt"


def test_every_interactive_element_gets_a_visible_focus(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/bausteine/")
    seen, invisible = set(), []
    for _step in range(150):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e), b = e.closest('.k-search__box'),
            o = b ? getComputedStyle(b) : s;
            const seen = o.outlineStyle !== 'none' && parseFloat(o.outlineWidth) >= 2;
            return [e.outerHTML.slice(0, 90), e === document.body, seen] }"""
        )
        if found[1]:
            break
        seen.add(found[0])
        if not found[2]:
            invisible.append(found[0])
    assert len(seen) > 35
    assert invisible == []


def test_drawer_opens_and_closes(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/arbeitsplatz/", width=360)
    assert not page.locator("#hauptnavigation").is_visible()
    tab_to(page, ".k-topbar__drawer")
    page.keyboard.press("Enter")
    assert page.locator("#hauptnavigation").is_visible()
    tab_to(page, ".k-side__link")
    page.keyboard.press("Escape")
    assert not page.locator("#hauptnavigation").is_visible()
    assert page.evaluate(f"{FOCUSED}.matches('.k-topbar__drawer')")


def test_account_menu_opens_and_escape_closes_it(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/arbeitsplatz/")
    tab_to(page, ".k-avatar")
    page.keyboard.press("Enter")
    assert page.locator("#kontomenue").is_visible()
    tab_to(page, "#kontomenue a, #kontomenue button", most=2)
    page.keyboard.press("Escape")
    assert not page.locator("#kontomenue").is_visible()


def test_dialog_takes_the_focus_and_gives_it_back(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/bausteine/")
    opener = "a.k-button[data-dialog=loeschen]"
    tab_to(page, opener)
    page.keyboard.press("Enter")
    assert page.evaluate(f"{FOCUSED}.closest('dialog')?.id") == "loeschen"
    page.keyboard.press("Escape")
    assert not page.locator("#loeschen").is_visible()
    assert page.evaluate(f"{FOCUSED}.matches({opener!r})")


def test_shortcuts_work_outside_fields_only(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/arbeitsplatz/")
    page.keyboard.press("?")
    assert page.locator("#tastenkuerzel").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate(f"{FOCUSED}.id") == "suche"
    page.keyboard.type("a/b?")
    assert page.input_value("#suche") == "a/b?"
    assert not page.locator("#tastenkuerzel").is_visible()


def test_shortcuts_can_be_switched_off(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/arbeitsplatz/")
    page.evaluate("document.body.dataset.shortcuts = 'off'")
    page.keyboard.press("?")
    assert not page.locator("#tastenkuerzel").is_visible()


def test_invalid_form_puts_the_focus_on_the_summary_and_its_links_lead_to_fields(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("galerie/formulare/")
    page.fill("#id_description", "Bleibt stehen")
    tab_to(page, ".k-form__actions .k-button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".k-errors")
    assert page.evaluate(f"{FOCUSED}.classList.contains('k-errors')")
    assert page.input_value("#id_description") == "Bleibt stehen"
    for selector in ("#id_title", "#id_topic", "#id_begins", "#id_visibility_0", "#id_informed"):
        page.click(f".k-errors a[href='{selector}']")
        assert page.evaluate(f"{FOCUSED}.id") == selector.removeprefix("#")


def test_tiles_are_chosen_with_arrow_keys(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/formulare/")
    page.focus("#id_kontakt-topic_0")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.querySelector('[name=kontakt-topic]:checked').value") == "education"


def test_sorting_a_list_keeps_the_focus(open_page: Callable[..., Page]) -> None:
    """The list is exchanged; who sorted it goes on where they were, and may sort the other way round."""
    page = open_page("galerie/listen/")
    tab_to(page, ".k-table__sort")
    column = page.evaluate(f"{FOCUSED}.id")
    for _way in ("there", "and back"):
        with page.expect_response("**/galerie/listen/*"):
            page.keyboard.press("Enter")
        page.locator(".htmx-request, .htmx-swapping, .htmx-settling").first.wait_for(state="detached")
        assert page.evaluate(f"{FOCUSED}.id") == column
