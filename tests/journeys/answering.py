"""A person answers a questionnaire on the own phone, without script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from playwright.sync_api import Page, expect

from tenants.participation.fields import PREFIX
from tests.journeys.seeing import look

MOST_PAGES: Final = 30
NEXT: Final = "form#bogen button[type=submit]"


def answer_in_arabic(page: Page, address: str, *, text: str, chosen: Mapping[str, str] | None = None) -> None:
    """Language, consent (forgotten once), every page, sending, until the thanks stand there.

    ``chosen`` are answers by the code of the question; of every other one the first answer is taken. ``text`` is
    written into every field for one's own words.
    """
    page.goto(address)
    look(page, "languages")
    page.get_by_role("link", name="العربية").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    look(page, "begin-ar")
    _consent(page)
    for number in range(1, MOST_PAGES):
        if "/fertig/" in page.url:
            break
        _fill_in(page, text, chosen or {})
        look(page, f"page-ar-{number}")
        page.locator(NEXT).first.click()
    assert "/fertig/" in page.url
    look(page, "done-ar")


def _consent(page: Page) -> None:
    page.locator("main form button[type=submit]").click()
    expect(page.locator("#consent_error")).to_be_visible()
    look(page, "begin-ar-error")
    page.locator("#consent").check()
    page.locator("main form button[type=submit]").click()


def _fill_in(page: Page, text: str, chosen: Mapping[str, str]) -> None:
    for field in page.locator("main fieldset").all():
        field.locator("input").first.check()
    for code, value in chosen.items():
        for answer in page.locator(f"input[name='{PREFIX}{code}'][value='{value}']").all():
            answer.check()
    for area in page.locator("main textarea").all():
        area.fill(text)
