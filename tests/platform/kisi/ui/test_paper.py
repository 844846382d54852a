"""What is printed is dark on white, however somebody looks at the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from kisi.ui.stylesheet import BUNDLE

pytestmark = pytest.mark.browser

PAGE = (
    "<!doctype html><html lang='de'{chosen}><title>x</title><style>{css}</style><main class='k-main'>"
    "<section class='k-panel'><h2>x</h2><p class='k-muted'>y</p><a href='/a/'>z</a>"
    "<table class='k-table k-table--cards'><tbody><tr><th>a <span class='k-sub'>b</span></th><td>c</td></tr></tbody>"
    "</table><span class='k-status k-status--warn'>d</span>"
    "<div class='kern-form-input'><label class='kern-label' for='e'>e</label><div class='kern-hint'>g</div>"
    "<input class='kern-form-input__input' id='e'><select class='kern-form-input__select'><option>h</select>"
    "<p class='kern-error'>i</p></div><p class='k-check'><input type='checkbox'></p>"
    "<svg><rect class='fill-1' width='9' height='9'/></svg></section></main>"
)
DRAWN = """() => [...document.querySelectorAll("main *")].map(element => {
    const style = getComputedStyle(element);
    const parts = [style.color, style.backgroundColor, style.borderTopColor, style.fill, style.display];
    return `${element.tagName} ${parts.join(" ")}`;
})"""


@pytest.mark.parametrize("chosen", ["", " data-kern-theme='dark'", " data-kern-theme='light'"])
def test_paper_is_the_same_for_everybody(browser: Browser, chosen: str) -> None:
    """Also narrow: a table is a table on paper."""
    page = browser.new_page()
    css = BUNDLE.read_text(encoding="utf-8")

    def printed(theme: str, scheme: str) -> list[str]:
        page.set_viewport_size({"width": 700, "height": 900})
        page.emulate_media(media="print", color_scheme=scheme)  # type: ignore[arg-type] # one of two words
        page.set_content(PAGE.format(chosen=theme, css=css))
        drawn: list[str] = page.evaluate(DRAWN)
        return drawn

    plain = printed("", "light")
    assert printed(chosen, "dark") == plain
    page.close()
    assert any(line.startswith("TD") and line.endswith("table-cell") for line in plain)
