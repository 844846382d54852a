"""Taking a town on board in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kisi.core.realms import CENTRAL, PROVISIONING, inside
from kisi.core.roles import Role
from shared.library import shipped
from shared.municipalities.register.loading import load_register
from shared.onboarding.models import Onboarding
from shared.onboarding.runner import carry_on
from shared.onboarding.steps import ONBOARDING
from tests.accounts import PASSWORD, person
from tests.live import chromium, serving
from tests.servers import Servers

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this file."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def base(database: Servers, settings: Any, tmp_path: Path) -> Iterator[str]:
    """The public host, answering browsers, with a register and a library."""
    settings.KISI_ARCHIVE_ROOT = tmp_path
    with inside(CENTRAL):
        load_register()
    shipped.load()
    with serving() as port:
        settings.KISI_BASE_URL = f"http://kisi.localhost:{port}"
        yield settings.KISI_BASE_URL


def sign_in(page: Page, base: str) -> None:
    """As the operator, through the page."""
    person(None, Role.OPERATOR)
    page.goto(f"{base}/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill("operator@example.org")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(f"{base}/")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_town_comes_on_board(base: str, browser: Browser, scripts: bool) -> None:
    """Looked up as one types, checked, begun, watched – and the same by reloading where no script runs."""
    context = browser.new_context(locale="de-DE", java_script_enabled=scripts)
    page = context.new_page()
    sign_in(page, base)
    page.goto(f"{base}/kommunen/")
    page.get_by_role("link", name="Kommune aufnehmen").click()
    page.get_by_label("Name oder Amtlicher Gemeindeschlüssel").press_sequentially("oberz")
    if not scripts:
        page.get_by_role("button", name="Suchen").click()
    page.get_by_role("link", name="Oberzent").click()
    page.get_by_label("Name der Koordination").fill("Kim Beispiel")
    page.get_by_label("E-Mail-Adresse der Koordination").fill("kim@oberzent.example")
    page.get_by_role("button", name="Weiter: prüfen").click()
    expect(page.get_by_text("Noch ist nichts geschehen.")).to_be_visible()
    page.get_by_role("button", name="Jetzt aufnehmen").click()
    expect(page.get_by_text("1 von 6 Schritten")).to_be_visible()
    with inside(CENTRAL):
        job = Onboarding.objects.get()
    with inside(PROVISIONING):
        carry_on(ONBOARDING, job.pk)
    if not scripts:
        page.get_by_role("link", name="Stand aktualisieren").click()
    expect(page.get_by_text("6 von 6 Schritten")).to_be_visible()
    page.get_by_role("link", name="Zur Seite der Kommune").click()
    expect(page.get_by_role("heading", name="Oberzent", level=1)).to_be_visible()
    context.close()
