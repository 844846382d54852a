"""The public host's pages in a real browser: axe, narrow and wide, light and dark; and taking a town on board."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from kisi.core.actors import SYSTEM
from kisi.core.realms import CENTRAL, PROVISIONING, inside
from kisi.core.roles import Role
from kisi.tenancy.models import RejectedTask, TaskRun
from shared.library import shipped
from shared.municipalities.register.loading import load_register
from shared.onboarding.models import Onboarding
from shared.onboarding.runner import carry_on
from shared.onboarding.steps import ONBOARDING
from shared.operation.actions import keep_report
from shared.operation.reports import Finding, Report
from shared.operation.vocabulary import CheckKind
from tests.accounts import PASSWORD, person
from tests.axe import violations
from tests.live import chromium, serving
from tests.servers import Servers
from tests.shared.onboarding.jobs import ask, work

pytestmark = pytest.mark.browser

OUTSIDE = ("/", "/impressum/", "/datenschutz/", "/barrierefreiheit/")
INSIDE = (
    "/",
    "/kommunen/",
    "/kommunen/{town}/",
    "/kommunen/{town}/aussetzen/",
    "/kommunen/{town}/verabschieden/",
    "/kommunen/aufnehmen/?q=ober",
    "/kommunen/aufnehmen/06436011/",
    "/aufnahmen/",
    "/aufnahmen/{job}/",
    "/betrieb/",
    "/betrieb/auftraege/",
    "/betrieb/abgewiesen/",
    "/betrieb/texte/",
    "/betrieb/pruefungen/{check}/",
    "/zugaenge/",
    "/zugaenge/neu/",
)


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


@pytest.fixture
def filled(base: str) -> dict[str, str]:
    """Something to see on every page; the keys that addresses need."""
    now = timezone.now()
    job = work(ask())
    ask("06440001")
    with inside(CENTRAL):
        report = Report(4, (Finding("Bensheim", "Zeile 3: Diese Zeile fehlt."),))
        check = keep_report(CheckKind.AUDIT, report, by=SYSTEM, started_at=now)
        keep_report(CheckKind.MAIL, Report(4), by=SYSTEM, started_at=now)
        TaskRun.objects.create(task="kisi.tenancy.heartbeat", started_at=now, finished_at=now)
        TaskRun.objects.create(task="kisi.mail.sweep", started_at=now, finished_at=now, problem="OSError: kaputt")
        RejectedTask.objects.create(task="kisi.mail.sweep_municipality", message_id="x", reason="names no realm")
        town = Onboarding.objects.get(pk=job.pk).municipality_id
    return {"job": str(job.pk), "check": str(check.pk), "town": str(town)}


def sign_in(page: Page, base: str) -> None:
    """As the operator, through the page."""
    person(None, Role.OPERATOR)
    page.goto(f"{base}/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill("operator@example.org")
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url(f"{base}/")


def check(page: Page) -> None:
    """axe finds nothing and nothing scrolls sideways."""
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(base: str, filled: dict[str, str], browser: Browser, width: int, scheme: Any) -> None:
    """Every new page with something on it."""
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, locale="de-DE")
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    for address in OUTSIDE:
        page.goto(base + address)
        check(page)
    sign_in(page, base)
    for address in INSIDE:
        page.goto(base + address.format(**filled))
        check(page)
    assert refused == []
    context.close()


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
