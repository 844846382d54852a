"""The editor in a real browser: the whole way without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page, expect

from kisi.core.actors import SYSTEM
from kisi.core.adoption import TemplateCopy, adopt
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from shared.library.shipped import shipped_templates
from tenants.instruments import actions
from tenants.instruments.models import Instrument
from tests.accounts import PASSWORD, person
from tests.live import chromium, serving
from tests.servers import Servers
from tests.tenants.instruments.own_part import with_own_part

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for this file."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def town(database: Servers, bensheim: MunicipalityRef) -> Iterator[tuple[str, int]]:
    """Bensheim's list of instruments and the key of the adopted one, with a draft."""
    template = next(row for row in shipped_templates() if row["kind"] == "survey")
    with inside(realm_of(bensheim)):
        person(bensheim, Role.COORDINATOR)
        with transaction.atomic():
            adopt(TemplateCopy(template["key"], 1, "survey", template["title"], template["content"]), by=SYSTEM)
        instrument = Instrument.objects.get()
        actions.begin_draft(instrument=instrument, by=SYSTEM)
        actions.change_draft(instrument=instrument, change=with_own_part, what="Neue Seite: Unsere Stadt", by=SYSTEM)
        actions.create_instrument(title="Spielplätze und Grünflächen", perspective="residents", by=SYSTEM)
        pk = instrument.pk
    with serving() as port:
        yield f"http://bensheim.kisi.localhost:{port}/frageboegen/", pk


@pytest.fixture
def open_list(browser: Browser, town: tuple[str, int]) -> Iterator[Callable[..., Page]]:
    """``open_list(width=360, scheme="dark", script=False)``: signed in, on the list."""
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
        page.goto(f"{town[0].removesuffix('frageboegen/')}anmelden/")
        page.get_by_label("E-Mail-Adresse").fill("coordinator@example.org")
        page.get_by_label("Passwort", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Anmelden", exact=True).click()
        page.goto(town[0])
        return page

    yield open_
    for context in contexts:
        context.close()


def test_a_question_with_a_condition_without_any_script(open_list: Callable[..., Page], town: tuple[str, int]) -> None:
    """List, draft, question, condition, undo, release – with plain forms."""
    page = open_list(script=False)
    page.get_by_role("link", name="Spielplätze und Grünflächen").click()
    page.get_by_role("link", name="Entwurf bearbeiten").click()
    page.get_by_label("Art der neuen Frage").select_option("single")
    page.get_by_role("button", name="Frage hinzufügen").click()
    page.get_by_label("Frage", exact=True).fill("Waren Sie schon dort?")
    page.get_by_label("Antworten").fill("Ja\nNein")
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.get_by_label("Art der neuen Frage").select_option("text")
    page.get_by_role("button", name="Frage hinzufügen").click()
    page.get_by_label("Frage", exact=True).fill("Was fehlt?")
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.get_by_role("link", name="Bedingung: Was fehlt?").click()
    page.get_by_label("Hängt ab von der Frage").select_option(label="Waren Sie schon dort?")
    page.get_by_role("button", name="Weiter").click()
    page.get_by_label("eine von diesen ist", exact=True).check()
    page.get_by_label("Ja", exact=True).check()
    page.get_by_role("button", name="Hinzufügen").click()
    page.get_by_role("link", name="Zurück zum Entwurf").click()
    expect(page.get_by_text("nur, wenn „Waren Sie schon dort?“ ist „Ja“")).to_be_visible()
    page.get_by_role("button", name="Entfernen: Was fehlt?").click()
    expect(page.get_by_role("link", name="Was fehlt?", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.get_by_role("link", name="Was fehlt?", exact=True)).to_be_visible()
    page.get_by_role("link", name="Prüfen und freigeben").click()
    page.get_by_label("Was ist neu?").fill("Erste Fassung")
    page.get_by_role("button", name="Freigeben").click()
    expect(page.get_by_text("Sie kann jetzt in einer Welle gefragt werden")).to_be_visible()
    page.get_by_role("link", name="Fassung 1", exact=True).click()
    expect(page.get_by_text("nur, wenn „Waren Sie schon dort?“ ist „Ja“")).to_be_visible()
