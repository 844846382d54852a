"""Needs in a real browser: axe, narrow and wide, light and dark."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.needs import actions
from tenants.needs.citing import Results, offered
from tests.accounts import PASSWORD, person
from tests.axe import violations
from tests.live import chromium, serving
from tests.servers import Servers
from tests.tenants.needs.test_actions import ELIF, a_need
from tests.tenants.results.waves import store_many, wave_of

pytestmark = pytest.mark.browser

PAGES = [
    "/", "/bedarfe/", "/bedarfe/neu/?handlungsfeld=housing&perspektive=residents", "/bedarfe/luecken/",
    "/bedarfe/bericht/", "/bedarfe/einstellungen/", "/bedarfe/{pk}/", "/bedarfe/{pk}/aendern/",
    "/bedarfe/{pk}/entfernen/", "/bedarfe/{pk}/entscheiden/", "/bedarfe/{pk}/ergebnisse/",
    "/bedarfe/{pk}/belege/neu/", "/bedarfe/{pk}/zusammenfuehren/", "/ergebnisse/perspektiven/",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this file."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def port(database: Servers, settings: Any, bensheim: MunicipalityRef) -> Iterator[int]:
    """The town's host, answering browsers."""
    with serving() as port:
        settings.KISI_BASE_URL = f"http://kisi.localhost:{port}"
        yield port


@pytest.fixture
def pk(bensheim: MunicipalityRef) -> int:
    """A need with everything on it, beside others."""
    with inside(realm_of(bensheim)):
        for perspective in ("third_country_nationals", "residents", "administration"):
            store_many(wave_of(perspective), 40)
        coordinator = person(bensheim, Role.COORDINATOR)
        need = a_need(
            "Bezahlbare Wohnungen für Familien mit Kindern",
            topic="housing",
            description="Familien finden nichts unter 14 Euro je Quadratmeter.\n\nViele leben noch in Unterkünften.",
            reach=240,
            groups="Familien in Unterkünften",
            responsible=coordinator,
            review_on=date(2027, 3, 1),
            evidence=2,
        )
        rows = [one.as_evidence() for one in offered(Results(), topic="housing")]
        actions.add_evidence(need=need, evidence=rows, by=ELIF)
        actions.decide(need=need, state="decided", priority="now", reason="Der Ausschuss hat es beschlossen.", by=ELIF)
        actions.merge(duplicate=a_need("Wohnraum", topic="housing", evidence=1), into=need, by=ELIF)
        a_need("Umzugshilfe", topic="housing")
        actions.remove_need(need=a_need("Versehen"), by=ELIF)
        return int(need.pk)


def check(page: Page) -> None:
    """axe finds nothing and nothing scrolls sideways."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_pages_are_accessible(port: int, browser: Browser, pk: int, width: int, scheme: Any) -> None:
    """Every page with something on it; pictures where ``KISI_TEST_PICTURES`` names a folder."""
    base = f"http://bensheim.kisi.localhost:{port}"
    page = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    page.goto(f"{base}/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(f"{Role.COORDINATOR.value}@example.org")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(f"{base}/")
    for number, address in enumerate(PAGES):
        answer = page.goto(base + address.format(pk=pk))
        assert answer is not None
        assert answer.status == 200, address
        if folder := os.environ.get("KISI_TEST_PICTURES"):
            page.screenshot(path=Path(folder) / f"needs-{width}-{scheme}-{number:02}.png", full_page=True)
        check(page)
