"""What the crawl does with the keyboard and without JavaScript finds faults, and says nothing against good pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.accessibility.checking import HEIGHT, WIDE
from tests.journeys.accessibility.scriptless import scriptless_faults
from tests.journeys.accessibility.tabbing import SCRIPT, menu_faults, tabbing_faults

pytestmark = pytest.mark.browser

FRAME = (
    "<!doctype html><html lang='de'><title>x</title><meta name='viewport' content='width=device-width'>"
    "<main tabindex='-1'><h1>x</h1>{body}</main></html>"
)
BAR = (
    "<p style='position: sticky; top: 0; height: 5rem; background: white'>x</p><p style='height: 30rem'></p>"
    "<a href='/a'>a</a><p style='height: 90rem'></p>"
)
"""A bar that stays on top of a long page."""
TAB_FAULTS: dict[str, tuple[str, str]] = {
    "out of order": ("<a href='/a'>a</a> <a href='/b' tabindex='3'>b</a>", "has a tabindex of its own"),
    "taken out": ("<a href='/a'>a</a> <button tabindex='-1'>b</button>", "not reached by Tab: <button"),
    "for the mouse only": ("<a href='/a'>a</a> <div id='x'>b</div><script>x.addEventListener('click', print)</script>",
                           "can be clicked, but not reached"),
    "fetched by a click": ("<p hx-get='/a'>b</p>", "can be clicked, but not reached"),
    "not seen": ("<a href='/a' style='outline: 0'>a</a>", "the focus cannot be seen"),
    "back up": ("<p style='display: flex; flex-direction: column-reverse'><a href='/a'>a</a><a href='/b'>b</a></p>",
                "the focus goes back"),
    "back in the line": (
        "<p style='display: flex; flex-direction: row-reverse'><a href='/a'>a</a><a href='/b'>b</a></p>",
        "the focus goes back",
    ),
    "covered": ("<p style='position: fixed; inset: 0; background: white'></p><a href='/a'>a</a><button>b</button>",
                "covered while it has the focus"),
    "under the bar": (BAR, "covered while it has the focus: <a href=\"/a\">"),
    "trap": ("<input aria-label='a'><button>b</button><script>document.querySelector('input')"
             ".addEventListener('keydown', event => event.key === 'Tab' && event.preventDefault())</script>",
             "(stuck at <input"),
}  # fmt: skip
"""What the walk by Tab has to find, and what it says then."""
SCRIPT_FAULTS: dict[str, tuple[str, str]] = {
    "button": ("<button type='button'>x</button>", "a button of no form"),
    "menu": ("<button type='button' popovertarget='nowhere'>x</button>", "a button of no form"),
    "field": ("<input>", "a field of no form"),
    "filter": ("<form><select></select></form>", "a form that cannot be sent"),
    "change": ("<form hx-post='/a'><button>x</button></form>", "a form that only a script sends"),
    "late": ("<p hx-get='/a' hx-trigger='revealed'>Lädt …</p>", "is loaded by a script alone"),
    "link": ("<a href='#'>x</a>", "a link to nowhere"),
    "anchor": ("<a href='#weg'>x</a>", "a link to nowhere"),
    "dialog": ("<form><button data-dialog='d'>x</button></form><dialog id='d'></dialog>", "opens by a script alone"),
    "part": ("<section hidden>x</section>", "is shown by a script alone"),
    "nothing": ("", "shows almost nothing"),
}
"""What is wrong for somebody without JavaScript, and what is said then."""
USABLE = (
    "<p>Wer kein JavaScript hat, kann hier alles tun, was alle tun.</p>"
    "<form role='search'><input type='search' aria-label='Suche'></form>"
    "<form><fieldset><label><input type='radio' name='a'> a</label><label><input type='radio' name='a'> b</label>"
    "</fieldset><input type='date'><button>x</button></form>"
    "<details><summary>mehr</summary><a href='#x'>x</a></details>"
    "<p id='x' hx-get='/a' hx-trigger='load'><a href='/a'>a</a></p>"
    "<button type='button' popovertarget='m'>m</button><ul id='m' popover><li><a href='/b'>b</a></li></ul>"
)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all."""
    context = browser.new_context(viewport={"width": WIDE, "height": HEIGHT})
    context.add_init_script(path=SCRIPT)
    yield context.new_page()
    context.close()


def opened_with(page: Page, body: str) -> str:
    """Show a page with this in it as a browser loads it; its markup."""
    html = FRAME.format(body=body)
    page.route("http://kisi.localhost/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("http://kisi.localhost/")
    return html


@pytest.mark.parametrize("fault", TAB_FAULTS)
def test_what_the_keyboard_cannot_do_is_found(page: Page, fault: str) -> None:
    body, said_of_it = TAB_FAULTS[fault]
    opened_with(page, body)
    found = tabbing_faults(page, "main")
    assert any(said_of_it in problem for problem in found), found


@pytest.mark.parametrize("fault", SCRIPT_FAULTS)
def test_what_waits_for_a_script_is_found(page: Page, fault: str) -> None:
    body, said_of_it = SCRIPT_FAULTS[fault]
    found = scriptless_faults(page, opened_with(page, body))
    assert any(said_of_it in problem for problem in found), found


def test_a_page_that_can_be_used_has_no_faults(page: Page) -> None:
    html = opened_with(page, USABLE)
    assert tabbing_faults(page, "main") == []
    assert menu_faults(page) == []
    assert scriptless_faults(page, html) == []


def test_a_bar_that_the_page_scrolls_clear_of_is_no_fault(page: Page) -> None:
    opened_with(page, f"<style>html {{ scroll-padding-block-start: 6rem }}</style>{BAR}")
    assert tabbing_faults(page, "main") == []
