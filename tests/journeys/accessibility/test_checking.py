"""What the crawl asks of a page finds faults, and its looks made in place are those of a fresh load."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page

from kisi.core.roles import Role
from kisi.ui.theme import COOKIE
from tests.accounts import person
from tests.journeys.accessibility.checking import HEIGHT, PHONE, WIDE, faults, look, settled
from tests.journeys.accessibility.conftest import Platform
from tests.journeys.accessibility.people import host_of, signed_in
from tests.journeys.accessibility.walking import cookies_of

pytestmark = pytest.mark.browser

FRAME: Final = (
    "<!doctype html><html lang='de'><title>x</title><meta name='viewport' content='width=device-width'>"
    "<style>:root {{ color-scheme: light dark }} {style}</style><main><h1>x</h1>{body}</main></html>"
)
APPEARANCE: Final = """() => [...document.querySelectorAll("body *")].filter(
    element => !element.closest("form[action*=darstellung]")
).map(element => {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    return [element.tagName, element.className.baseVal ?? element.className, style.color, style.backgroundColor,
            style.borderTopColor, style.display, Math.round(box.width), Math.round(box.height)].join(" ");
})"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page."""
    context = browser.new_context(viewport={"width": WIDE, "height": HEIGHT})
    yield context.new_page()
    context.close()


def said(page: Page, body: str, style: str = "") -> list[str]:
    """What there is to say against a page with this in it."""
    page.set_content(FRAME.format(style=style, body=body))
    return faults(page)


def test_a_good_page_has_no_faults(page: Page) -> None:
    assert said(page, "<p>Gut.</p><label>Name <input></label>") == []


def test_a_missing_label_is_found(page: Page) -> None:
    found = said(page, "<p>Gut.</p><input>")
    assert [fault.split(": ")[:2] for fault in found] == [["1280 light", "label"], ["360 light", "label"]]


def test_what_is_only_missing_on_a_phone_is_found(page: Page) -> None:
    """A button that wide screens do not show."""
    style = ".phone { display: none } @media (max-width: 30rem) { .phone { display: block } }"
    found = said(page, "<button class='phone'></button>", style)
    assert [fault.split(": ")[:2] for fault in found] == [["360 light", "button-name"]]


@pytest.mark.parametrize(
    ("width", "condition"), [(PHONE, " and (max-width: 30rem)"), (WIDE, " and (min-width: 60rem)")]
)
def test_too_little_contrast_in_the_dark_is_found(page: Page, width: int, condition: str) -> None:
    """At the width where it is."""
    style = f"@media (prefers-color-scheme: dark){condition} {{ p {{ color: #555; background: #333 }} }}"
    found = said(page, "<p>Kaum zu lesen</p>", style)
    assert [fault.split(": ")[:2] for fault in found] == [[f"{width} dark", "color-contrast"]]


def test_scrolling_sideways_is_found_with_what_causes_it(page: Page) -> None:
    """Not what is wider inside, where it cannot be seen or scrolls by itself."""
    inner = "<div style='overflow: auto' tabindex='0'><p style='width: 900px'>breit</p></div>"
    found = said(page, f"<div id='breit' style='width: 400px'>x</div>{inner}")
    assert [fault.split(":")[0] for fault in found] == ["360 light", "320"]
    assert all('<div id="breit"' in fault for fault in found)
    assert said(page, inner) == []
    assert said(page, "<div style='width: 300px'>passt</div>") == []


def test_looks_made_in_place_are_those_of_a_fresh_load(platform: Platform, browser: Browser) -> None:
    """Colours and sizes of every element; also where somebody has chosen the dark scheme (but for that button)."""
    client = signed_in(platform.town, person(platform.town, Role.COORDINATOR))
    base = f"http://{host_of(platform.town)}:{platform.port}"

    def opened(path: str, *more: Any, **options: Any) -> Page:
        context = browser.new_context(reduced_motion="reduce", locale="de-DE", **options)
        context.add_cookies([*cookies_of(client, base), *more])
        page = context.new_page()
        page.goto(base + path)
        settled(page)
        return page

    chosen = {"name": COOKIE, "value": "dark", "url": base}
    for path in ("/", f"/ergebnisse/wellen/{platform.wave.pk}/", "/bedarfe/", "/personen/einladen/"):
        switched = opened(path, viewport={"width": WIDE, "height": HEIGHT})
        look(switched, PHONE, "dark")
        narrow = {"viewport": {"width": PHONE, "height": HEIGHT}}
        fresh = opened(path, **narrow, color_scheme="dark")
        by_choice = opened(path, chosen, **narrow, color_scheme="light")
        as_it_stands = switched.evaluate(APPEARANCE)
        assert len(as_it_stands) > 100
        assert as_it_stands == fresh.evaluate(APPEARANCE), path
        assert as_it_stands == by_choice.evaluate(APPEARANCE), path
        for page in (switched, fresh, by_choice):
            page.context.close()
