"""The gallery looks as it did when somebody last looked at it, wide and narrow, light and dark.

After a change that is wanted: look at the pages, then ``KISI_TEST_PICTURES_ANEW=1 ./kisi test`` with this file.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Final

import pytest
from playwright.sync_api import Page

from kisi.ui.gallery.pages import PAGES
from tests.platform.kisi.ui.pictures import FILE, keep, kept, picture_of
from tests.platform.kisi.ui.test_accessibility import LOOKS

pytestmark = pytest.mark.browser

ANEW: Final = os.environ.get("KISI_TEST_PICTURES_ANEW") == "1"


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(open_page: Callable[..., Page], name: str, width: int, scheme: str) -> None:
    """Compared square by square; a page added to the gallery has to be looked at first."""
    taken = picture_of(open_page(f"galerie/{name}/", width=width, scheme=scheme))
    key = f"{name} {width} {scheme}"
    if ANEW:
        keep((kept() if FILE.exists() else {}) | {key: taken})
    assert key in kept(), f"{key}: no picture is kept; look at the page, then KISI_TEST_PICTURES_ANEW=1"
    difference = taken.differs_from(kept()[key])
    assert difference == "", f"{key}: {difference}; if that is wanted: KISI_TEST_PICTURES_ANEW=1"


@pytest.mark.parametrize(
    "fault",
    [
        ".k-panel { display: none }",
        "main { transform: translateX(4rem) }",
        ".k-panel { background: #8884 }",
        "main * { font-size: 10px }",
    ],
)
def test_the_comparison_finds_a_planted_fault(open_page: Callable[..., Page], fault: str) -> None:
    """Something is gone, stands elsewhere, has another colour or size."""
    page = open_page("galerie/bausteine/")
    before = picture_of(page)
    page.evaluate(
        "fault => { const s = new CSSStyleSheet(); s.replaceSync(fault); document.adoptedStyleSheets = [s]; }", fault
    )
    assert picture_of(page).differs_from(before) != ""


def test_the_same_page_twice_is_the_same(open_page: Callable[..., Page]) -> None:
    page = open_page("galerie/diagramme/", width=360)
    assert picture_of(page).differs_from(picture_of(page)) == ""
