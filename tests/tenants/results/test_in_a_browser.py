"""Pages of results in a real browser: axe, narrow and wide, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.results.models import AnswerCode
from tests.accounts import PASSWORD, person
from tests.axe import violations
from tests.live import chromium, serving
from tests.servers import Servers
from tests.tenants.results.test_who_answered import state
from tests.tenants.results.waves import store, store_many, wave_of

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "wellen/{wave}/",
    "wellen/{wave}/?gewichtet=1",
    "wellen/{wave}/zahlen/?gewichtet=1",
    "wellen/{wave}/kreuztabelle/?frage=need_housing&nach=age_bracket",
    "wellen/{wave}/freitexte/open_text/",
    "wellen/{wave}/veroeffentlichen/need_housing/",
    "perspektiven/",
    "verlauf/?perspektive=residents&frage=barriers",
    "codebuch/",
    "codebuch/neu/",
    "vergleichszahlen/residents/",
    "einstellungen/",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this file."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def port(database: Servers, settings: Any) -> Iterator[int]:
    """The platform, answering browsers."""
    with serving() as port:
        settings.KISI_BASE_URL = f"http://kisi.localhost:{port}"
        yield port


def sign_in(page: Page, base: str, email: str) -> None:
    """Through the page."""
    page.goto(f"{base}/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(f"{base}/")


def check(page: Page) -> None:
    """axe finds nothing and nothing scrolls sideways."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_pages_are_accessible(
    port: int, browser: Browser, bensheim: MunicipalityRef, width: int, scheme: Any, tmp_path: Path
) -> None:
    """Every page of results; the phone in the dark, the desk in the light."""
    with inside(realm_of(bensheim)):
        store_many(wave_of("residents", opens_on=date(2026, 3, 1), title="Frühjahr"), 80, seed=2)
        for perspective in ("third_country_nationals", "administration", "residents"):
            wave = wave_of(perspective)
            store_many(wave, 90)
        who = [{"sex": "m" if at % 3 else "w", "age_bracket": "18_60" if at % 4 else "o60"} for at in range(90)]
        views = [{"need_housing": 3, "need_work": 3 if at < 60 else 0} | one for at, one in enumerate(who)]
        store(wave, *views)
        state()
        AnswerCode.objects.create(label="Busse am Abend", topic="mobility", description="Fahrpläne und Strecken")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="de-DE")
    page = context.new_page()
    town = f"http://bensheim.kisi.localhost:{port}"
    sign_in(page, town, person(bensheim, Role.COORDINATOR).email)
    for number, address in enumerate(PAGES):
        page.goto(f"{town}/ergebnisse/{address.format(wave=wave.pk)}")
        page.screenshot(path=tmp_path / f"{number:02d}-{width}-{scheme}.png", full_page=True)
        check(page)
        assert ("Gewichtete Ansicht" in page.content()) == ("gewichtet=1" in address)
    context.close()
