"""Going through pages with the keyboard alone: Tab until it is there, Enter, arrows, typing; never the mouse."""

from __future__ import annotations

from datetime import date
from typing import Final

from playwright.sync_api import Locator, Page

MOST_STEPS: Final = 150
"""Tabs that the way to anything on a page may take."""
ORDERS: Final = ("%d%m%Y", "%m%d%Y")
"""Browsers ask for the parts of a date in the order of their own language."""
SEEN: Final = """element => {
    const box = element.getBoundingClientRect();
    return element.matches(":focus-visible") && box.bottom > 0 && box.top < innerHeight;
}"""


def go_to(page: Page, target: Locator) -> None:
    """Tab on until the focus is on the target and can be seen there."""
    element = target.element_handle()
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if element.evaluate("element => element === document.activeElement"):
            # The page glides to where the focus is.
            page.wait_for_function(SEEN, arg=element)
            return
    raise AssertionError(f"{target} cannot be reached on {page.url}")


def press(page: Page, target: Locator) -> None:
    """Follow a link or press a button, and wait for the page that comes."""
    go_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, target: Locator, text: str) -> None:
    """Type into a field."""
    go_to(page, target)
    page.keyboard.type(text)


def write_date(page: Page, target: Locator, day: date) -> None:
    """Type a date in the order this browser asks for it."""
    go_to(page, target)
    for order in ORDERS:
        page.keyboard.type(f"{day:{order}}")
        if target.input_value() == day.isoformat():
            return
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Shift+Tab")
    raise AssertionError(f"{day} cannot be typed into {target}")


def choose(page: Page, target: Locator) -> None:
    """Go to a group of radio buttons and on with the arrows until this one is chosen."""
    name = target.get_attribute("name")
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            break
    page.keyboard.press("Space")
    for _step in page.locator(f"input[type=radio][name='{name}']").all():
        if target.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{target} cannot be chosen")


def select(page: Page, target: Locator, label: str) -> None:
    """Go to a list and down in it until this choice is selected."""
    go_to(page, target)
    for _step in range(target.locator("option").count()):
        page.keyboard.press("ArrowDown")
        if target.evaluate("element => element.selectedOptions[0].text") == label:
            return
    raise AssertionError(f"{label} cannot be selected")
