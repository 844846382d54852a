"""The library in a real browser without script, in the centre and in a town."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from shared.library import shipped
from shared.library.actions import publish
from shared.library.models import TemplateVersion
from tenants.adoptions.models import Adoption
from tests.accounts import PASSWORD, person
from tests.live import chromium, serving
from tests.servers import Servers
from tests.shared.library.samples import REVIEWER, change_checklist, next_version

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this file."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def port(database: Servers, settings: Any, bensheim: MunicipalityRef) -> Iterator[int]:
    """Both hosts, answering browsers: a second version out; the town has version 1."""
    shipped.load()
    with inside(CENTRAL):
        publish(version=next_version("erste-30-tage", change_checklist), by=REVIEWER)
        first = TemplateVersion.objects.get(template__key="erste-30-tage", number=1).content
    with inside(realm_of(bensheim)):
        Adoption.objects.create(
            template_key="erste-30-tage", version=1, kind="checklist", title="Die ersten 30 Tage", content=first,
            adopted_by="KISI-Plattform",
        )  # fmt: skip
    with serving() as port:
        settings.KISI_BASE_URL = f"http://kisi.localhost:{port}"
        yield port


def sign_in(page: Page, base: str, role: Role) -> None:
    """Through the page."""
    page.goto(f"{base}/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(f"{role.value}@example.org")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(f"{base}/")


def test_writing_reviewing_and_adopting_without_script(port: int, browser: Browser, bensheim: MunicipalityRef) -> None:
    """The whole way: a new version is written, somebody else publishes it, a town sees it, compares and adopts."""
    person(None, Role.TEMPLATE_EDITOR)
    person(bensheim, Role.GUIDE)
    centre, town = f"http://kisi.localhost:{port}", f"http://bensheim.kisi.localhost:{port}"
    page = browser.new_context(java_script_enabled=False, locale="de-DE").new_page()
    sign_in(page, centre, Role.TEMPLATE_EDITOR)
    page.goto(f"{centre}/vorlagen/erste-30-tage/")
    page.get_by_role("button", name="Neue Fassung beginnen").click()
    page.get_by_role("link", name="Bearbeiten").click()
    page.get_by_label("Was ist neu?").fill("Kürzere Einleitung.")
    page.get_by_label("Einleitung").fill("Kurz und gut.")
    page.get_by_role("button", name="Einträge: weitere leere Zeilen").click()
    expect(page.get_by_label("Einleitung")).to_have_value("Kurz und gut.")
    page.get_by_role("button", name="Speichern").click()
    page.get_by_role("button", name="Zur Prüfung geben").click()
    expect(page.get_by_text("Prüfen und veröffentlichen muss jemand anderes.")).to_be_visible()
    with inside(CENTRAL):
        publish(version=TemplateVersion.objects.get(template__key="erste-30-tage", number=3), by=REVIEWER)

    page = browser.new_context(java_script_enabled=False, locale="de-DE").new_page()
    sign_in(page, town, Role.GUIDE)
    page.get_by_role("link", name="Neue Fassungen von Vorlagen anzeigen").click()
    page.get_by_role("link", name="Die ersten 30 Tage als Integrationsguide").click()
    expect(page.get_by_role("heading", name="Geändert: Einleitung")).to_be_visible()
    page.get_by_label("übernehmen", exact=True).check()
    page.get_by_role("button", name="Entscheidung festhalten").click()
    expect(page.get_by_text("Fassung 3 übernommen")).to_be_visible()
    with inside(realm_of(bensheim)):
        assert Adoption.objects.get(version=3).content["introduction"] == "Kurz und gut."
