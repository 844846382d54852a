"""The public site in a real browser: accessible in light and dark, on a phone, in right-to-left, without a script."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.contact_points import actions
from tenants.contact_points.models import ContactPoint, HoursException, OfficeHours
from tests.axe import violations
from tests.live import serving
from tests.servers import Servers

pytestmark = pytest.mark.browser

PUBLIC = (
    "/?sprache=ar",
    "/impressum/?sprache=fa",
    "/barrierefreiheit/melden/?sprache=ti",
)
PICTURES = os.environ.get("KISI_TEST_PICTURES", "")
"""A folder for pictures of what was looked at; none are taken without it."""


@pytest.fixture
def town(database: Servers, bensheim: MunicipalityRef, settings: Any) -> Iterator[str]:
    """Bensheim with everything a contact point can have, answering browsers."""
    with inside(realm_of(bensheim)):
        point = actions.add_contact_point(
            contact_point=ContactPoint(
                name="Integrationszentrum", street="Hauptstraße 53", postal_code="64625", place="Bensheim",
                directions="Eingang im Hof, erster Stock", phone="06251 / 0 00-11",
                email="anlaufstelle@sehr-lange-adresse-der-stadtverwaltung-bensheim.example",
                accessibility="Stufenloser Eingang, Aufzug, Induktionsschleife",
                languages=["en", "uk", "ar", "fa", "ti"],
            ),
            by=SYSTEM,
        )  # fmt: skip
        week = [OfficeHours(weekday=day, opens_at=time(14), closes_at=time(16), note="ohne Termin") for day in (2, 4)]
        actions.set_office_hours(contact_point=point, hours=week, by=SYSTEM)
        soon = date.today() + timedelta(days=20)  # noqa: DTZ011 (any day that is not over)
        closed = HoursException(
            contact_point=point, kind="closed", first_day=soon, last_day=soon + timedelta(days=9), reason="Urlaub"
        )
        actions.add_exception(exception=closed, by=SYSTEM)
    with serving() as port:
        settings.KISI_BASE_URL = f"http://kisi.localhost:{port}"
        yield f"http://bensheim.kisi.localhost:{port}"


def check(page: Page, address: str, name: str) -> None:
    """One page: axe finds nothing, nothing scrolls sideways."""
    page.goto(address)
    if PICTURES:
        file = address.partition("://")[2].partition("/")[2].replace("/", "-").replace("?", "-") or "start"
        page.screenshot(path=Path(PICTURES) / f"{name}-{file}.png", full_page=True)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_in_other_languages_are_accessible(town: str, browser: Browser, scheme: Any) -> None:
    """At 320, 360 and 1280 px, from right to left too; the policy against scripts is kept."""
    refused: list[str] = []
    for width in (320, 360, 1280):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page = context.new_page()
        page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
        for address in PUBLIC:
            check(page, town + address, f"{scheme}-{width}")
        context.close()
    assert refused == []


def test_a_barrier_is_reported_without_script(town: str, browser: Browser) -> None:
    """From the start page in Ukrainian through a mistake to the thanks, on a phone."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.goto(town)
    page.get_by_role("link", name="Українська").click()
    page.get_by_role("link", name="Повідомити про перешкоду").click()
    page.get_by_role("button", name="Надіслати").click()
    expect(page.get_by_role("alert")).to_contain_text("Будь ласка, заповніть це поле")
    page.get_by_label("Що не працює?").fill("Замало контрасту")
    page.get_by_role("button", name="Надіслати").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Дякуємо")
    context.close()
