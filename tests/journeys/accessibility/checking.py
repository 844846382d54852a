"""What is asked of a page: nothing for axe to find in any look, and no scrolling sideways down to 320 px.

A page is loaded once, wide and light; the other looks are made in place. ``test_checking.py`` shows that this
finds what a fresh load would find.
"""

from __future__ import annotations

import time
from typing import Any, Final, Literal

from playwright.sync_api import Page

from tests.axe import violations

HEIGHT: Final = 900
WIDE: Final = 1280
PHONE: Final = 360
NARROW: Final = 320
"""WCAG 2.2, 1.4.10: 1280 px at 400 %."""
type Found = dict[str, list[str]]
"""Faults by address."""
CONTRAST: Final = ("color-contrast", "link-in-text-block")
"""The rules of axe that another colour scheme can break; all others look at what stays the same."""
_WIDEST: Final = """() => {
    const room = document.documentElement.clientWidth;
    const clipped = element => {
        for (let box = element.parentElement; box && box !== document.body; box = box.parentElement)
            if (getComputedStyle(box).overflowX !== "visible") return true;
        return false;
    };
    const reach = [...document.body.querySelectorAll("*")]
        .map(element => [Math.round(element.getBoundingClientRect().right), element])
        .filter(([right, element]) => right > room && !clipped(element))
        .sort(([one], [other]) => other - one);
    const most = reach.filter(([right]) => right === reach[0][0]).pop();
    return most ? `${most[0]} px: ${most[1].outerHTML.slice(0, 200)}` : "nothing visible";
}"""
_LATE: Final = """() => {
    const late = document.querySelector("[hx-trigger=revealed], [hx-trigger=load], .htmx-request");
    late?.scrollIntoView();
    return late !== null;
}"""
_STILL: Final = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, ::before, ::after { transition: none !important }");
    document.adoptedStyleSheets.push(sheet);
}"""
"""Colours change by transitions that last a few frames even where they are to be short."""
PATIENCE: Final = 30.0
"""Seconds."""


def too_wide(page: Page) -> list[str]:
    """Empty, or that the page scrolls sideways and the element that reaches furthest."""
    width: int = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
    return [f"scrolls sideways, widest is {page.evaluate(_WIDEST)}"] if width > 0 else []


def faults(page: Page, *, with_frame: bool = True) -> list[str]:
    """All there is to say against a settled page, in every look; afterwards it is wide and light again.

    Without its frame only the content is looked at narrow or in the dark, because the frame was seen so on another
    page; and its colours are looked at only wide, where all of it is shown: they do not depend on the width.
    """
    part, known = ("", ()) if with_frame else ("main", CONTRAST)
    found: list[str] = []
    look(page, WIDE, "light")
    found += _named(page, f"{WIDE} light", violations(page) + too_wide(page))
    look(page, PHONE, "light")
    found += _named(page, f"{PHONE} light", violations(page, part=part, without=known) + too_wide(page))
    for width in (PHONE, WIDE) if with_frame else (WIDE,):
        look(page, width, "dark")
        found += _named(page, f"{width} dark", violations(page, *CONTRAST, part=part))
    look(page, NARROW, "light")
    found += _named(page, f"{NARROW}", too_wide(page))
    look(page, WIDE, "light")
    return found


def look(page: Page, width: int, scheme: Literal["light", "dark"]) -> None:
    """Another width in pixels and another colour scheme, in place."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")


def _named(page: Page, look: str, problems: list[str]) -> list[str]:
    return [f"{look}: {problem.removeprefix(f'{page.url} ')}" for problem in problems]


def in_full(found: Found) -> str:
    """Faults by address, for people who have to mend them."""
    return "\n".join(f"{address}\n    " + "\n    ".join(problems) for address, problems in found.items())


def settled(page: Page) -> None:
    """Wait for what a page loads by itself after it was shown, or as soon as somebody scrolls there."""
    deadline = time.monotonic() + PATIENCE
    while page.evaluate(_LATE):
        if time.monotonic() > deadline:
            raise AssertionError(f"{page.url} still loads something after {PATIENCE} s")
        page.wait_for_timeout(30)
    page.evaluate("scrollTo(0, 0)")
    page.evaluate(_STILL)


def listen(page: Page) -> list[str]:
    """What goes wrong without being seen, from now on: errors in scripts, refusals of the content policy."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(f"script: {error}"))
    page.on("console", lambda message: heard.append(message.text) if _is_refusal(message) else None)
    return heard


def _is_refusal(message: Any) -> bool:
    return "Content Security" in message.text
