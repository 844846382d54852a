"""The shell people live in, in a real browser: all by keyboard, all without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from kisi.audit.actions import record
from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.notifications.actions import notify
from shared.library.shipped import shipped_templates
from tenants.workspace.actions import settle_entry, start_checklist
from tenants.workspace.models import WorkspaceSettings
from tenants.workspace.vocabulary import EntryState
from tests.accounts import PASSWORD, person
from tests.live import serving
from tests.servers import Servers

pytestmark = pytest.mark.browser


@pytest.fixture
def town(database: Servers, bensheim: MunicipalityRef) -> Iterator[str]:
    """Bensheim's address, with a coordinator who has begun the list for newcomers and has something to read."""
    with inside(realm_of(bensheim)):
        marta = person(bensheim, Role.COORDINATOR)
        WorkspaceSettings.objects.create(official_name="Stadt Bensheim", place="Bensheim")
        template = next(row for row in shipped_templates() if row["key"] == "erste-30-tage")
        checklist = start_checklist(
            user_id=marta.pk,
            key="erste-30-tage",
            version=1,
            title=template["title"],
            content=template["content"],
            started_on=timezone.localdate() - timedelta(days=10),
            by=SYSTEM,
        )
        first, second = checklist.entries.all()[:2]
        settle_entry(entry=first, state=EntryState.DONE, by=marta.actor)
        settle_entry(entry=second, state=EntryState.DROPPED, by=marta.actor)
        for title in ("Elif Demir hat Ihnen 3 offene Einträge übergeben.", "Ihre Checkliste liegt bereit."):
            notify(
                recipients=[marta.pk], kind="workspace.handed_over", title=title, text="Näheres hier.",
                url="/checklisten/", by=SYSTEM,
            )  # fmt: skip
        with transaction.atomic():
            for event in ("accounts.invited", "accounts.invitation_accepted", "workspace.settings_changed"):
                record(event, by=person(bensheim, Role.GUIDE).actor, subject="accounts.user:1")
    with serving() as port:
        yield f"http://bensheim.kisi.localhost:{port}"


@pytest.fixture
def open_as_marta(browser: Browser, town: str) -> Iterator[Callable[..., Page]]:
    """``open_as_marta(width=360, scheme="dark", script=False)``: signed in, on the start page."""
    contexts = []

    def open_(*, width: int = 1280, scheme: str = "light", script: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=script,
            locale="de-DE",
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{town}/anmelden/")
        page.get_by_label("E-Mail-Adresse").fill("coordinator@example.org")
        page.get_by_label("Passwort", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Anmelden", exact=True).click()
        page.wait_for_url(f"{town}/")
        return page

    yield open_
    for context in contexts:
        context.close()


def test_with_the_keyboard_alone(open_as_marta: Callable[..., Page], town: str) -> None:
    """Search with “/”, help with “h”, the list of keys with “?”, notices with “n”; ticking with the space bar."""
    page = open_as_marta()
    page.keyboard.press("/")
    page.keyboard.type("sprechz")
    page.wait_for_selector("#suchtreffer .k-hits__link")
    page.keyboard.press("Enter")
    page.wait_for_url("**/suche/?q=sprechz")
    page.keyboard.press("h")
    page.wait_for_url("**/hilfe/zu/suche/")
    page.keyboard.press("?")
    expect(page.locator("#tastenkuerzel")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url("**/hinweise/")
    page.keyboard.press("a")
    page.wait_for_url(f"{town}/")
    page.locator(".k-check__box").first.focus()
    page.keyboard.press("Space")
    page.wait_for_load_state()
    expect(page.get_by_text("3 von 13")).to_be_visible()


def test_without_any_script(open_as_marta: Callable[..., Page], town: str) -> None:
    """Ticking and the way back, reading notices, searching, settings."""
    page = open_as_marta(script=False)
    page.get_by_role("link", name="Ganze Liste ansehen").click()
    page.get_by_role("button", name="Wieder öffnen").first.click()
    expect(page.get_by_text("1 von 13")).to_be_visible()
    page.get_by_role("link", name="2 neue Hinweise").click()
    page.get_by_role("button", name="Alle als gelesen markieren").click()
    expect(page.get_by_text("2 Hinweise sind jetzt gelesen.")).to_be_visible()
    page.goto(f"{town}/suche/?q=marta")
    page.get_by_role("link", name="Marta Klein").first.click()
    page.goto(f"{town}/einstellungen/kommune/")
    page.get_by_label("Postleitzahl").fill("1")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("fünf Ziffern").first).to_be_visible()
    expect(page.get_by_label("Postleitzahl")).to_have_value("1")
