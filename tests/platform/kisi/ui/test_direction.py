"""Bars and arrows follow the direction of what they stand in, not that of the page."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from kisi.ui.stylesheet import BUNDLE

pytestmark = pytest.mark.browser

PARTS = (
    "<table class='k-bars'><tr><td><svg></svg></table><table class='k-matrix'><tr><td><svg></svg></table>"
    "<a><svg class='k-icon k-icon--directed'></svg></a>"
)
PAGE = f"<!doctype html><html dir='rtl'><style>{{css}}</style>{PARTS}<div dir='ltr'>{PARTS}</div></html>"
TURNED = "() => [...document.querySelectorAll('svg')].map(one => getComputedStyle(one).transform)"


def test_what_is_written_from_the_left_on_a_page_from_the_right_is_not_turned(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(PAGE.format(css=BUNDLE.read_text(encoding="utf-8")))
    turned = page.evaluate(TURNED)
    page.close()
    assert turned == ["matrix(-1, 0, 0, 1, 0, 0)"] * 3 + ["none"] * 3
