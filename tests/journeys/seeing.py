"""Signing in, and pictures of what people see on the way."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.accounts import PASSWORD

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
PICTURES = os.environ.get("KISI_TEST_PICTURES", "")
"""A folder to put screenshots into, for people to look at."""


def look(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look at it; of a page on a desk one on a phone too."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    if not PICTURES:
        return
    wide = page.viewport_size
    page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    if wide and wide["width"] > PHONE["viewport"]["width"]:  # type: ignore[index]
        page.set_viewport_size(PHONE["viewport"])  # type: ignore[arg-type]
        page.screenshot(path=Path(PICTURES) / f"{name}-phone.png", full_page=True)
        page.set_viewport_size(wide)


def sign_in(page: Page, host: str, email: str) -> None:
    """Through the page, with the password that everybody has in tests."""
    page.goto(f"{host}/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(f"{host}/")
