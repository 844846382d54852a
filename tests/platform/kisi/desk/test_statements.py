"""What the pages people open most cost in statements, in a town with everything the demo has.

``tests/journeys/accessibility/test_statements.py`` counts every page there is, for every role; this one is quick.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kisi.core.actors import SYSTEM
from kisi.core.adoption import TemplateCopy, adopt
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.core.seeding import seed_town
from kisi.notifications.models import Notice
from kisi.ops.demo_data.contact_points import open_contact_point
from kisi.ops.demo_data.needs import state_needs
from kisi.ops.demo_data.reference import state_reference_figures
from kisi.ops.demo_data.surveys import open_surveys
from kisi.ui.registry import StartCard, declared
from shared.library.models import TemplateVersion
from shared.municipalities.register.entries import demo_selection
from tests.accounts import person, sign_in
from tests.platform.kisi.ops.test_demo_surveys import SHIPPED, shipped
from tests.shared.library.samples import shipped as published
from tests.tenants.workspace.test_checklists import begun

BUDGET = 8
"""Statements of one page, those of the frame (session, person, bell, hidden areas) included."""
STAFF = (Role.GUIDE, Role.COORDINATOR, Role.AUDITOR)
LISTS = (
    "/erhebungen/",
    "/frageboegen/",
    "/ergebnisse/",
    "/ergebnisse/perspektiven/",
    "/ergebnisse/verlauf/",
    "/ergebnisse/einstellungen/",
    "/bedarfe/",
    "/bedarfe/luecken/",
    "/anlaufstellen/",
    "/vorlagen/",
    "/checklisten/",
    "/hinweise/",
    "/einstellungen/",
    "/pruefprotokoll/",
    "/personen/",
    "/konto/",
)


@pytest.fixture
def town(bensheim: MunicipalityRef) -> MunicipalityRef:
    """Bensheim with contact point, three waves with answers, needs, and a template with a newer version."""
    entry = next(entry for entry in demo_selection(42) if entry.slug == bensheim.slug)
    with inside(CENTRAL):
        for number in (1, 2):
            published("probe", "checklist", number)
        assert TemplateVersion.objects.published().count() == 2
    with inside(realm_of(bensheim)), transaction.atomic():
        seed_town(bensheim)
        for key in SHIPPED:
            adopt(TemplateCopy(key, 1, "survey", key, shipped(key)), by=SYSTEM)
        adopt(TemplateCopy("probe", 1, "checklist", "Probe", {}), by=SYSTEM)
    with inside(realm_of(bensheim)):
        for role in STAFF:
            begun(person(bensheim, role), date(2026, 11, 2))
            Notice.objects.create(recipient=person(bensheim, role), kind="x", title="Hinweis", url="/")
    open_contact_point(entry, 1)
    open_surveys(entry, 1)
    state_reference_figures(entry, 1)
    state_needs(entry, 1)
    return bensheim


def statements(browser: Client, address: str) -> list[str]:
    """What a second look at a page asks the database; nothing where somebody may not open it."""
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = browser.get(address)
    assert answer.status_code in {200, 403, 404}, (address, answer.status_code)
    return [query["sql"] for query in asked.captured_queries] if answer.status_code == 200 else []


@pytest.fixture
def browsers(town: MunicipalityRef, client_for: Any) -> dict[Role, Client]:
    """The browser of one person of each role of a town that looks at lists."""
    return {role: sign_in(client_for(town), person(town, role), town) for role in STAFF}


def too_many(browsers: dict[Role, Client], town: MunicipalityRef, addresses: Iterable[str]) -> dict[str, list[str]]:
    """Role and address of pages over the budget, with what they ask; every page is opened by somebody."""
    with inside(realm_of(town)):
        asked = {
            (role, address): statements(browser, address) for role, browser in browsers.items() for address in addresses
        }
    assert {address for (_role, address), found in asked.items() if found} == set(addresses)
    return {f"{role} {address} {len(found)}": found for (role, address), found in asked.items() if len(found) > BUDGET}


def test_the_start_page_and_the_lists_need_few_statements(town: MunicipalityRef, browsers: dict[Role, Client]) -> None:
    """Whatever waits, whoever looks."""
    assert too_many(browsers, town, ("/", *LISTS)) == {}


def test_each_late_card_needs_few_statements(town: MunicipalityRef, browsers: dict[Role, Client]) -> None:
    """Opened as a page of its own, as without JavaScript; all of them have something to say here."""
    late = [card for card in declared(StartCard) if card.late and card.place != "central"]
    assert len(late) >= 5
    assert too_many(browsers, town, [address_of(card.key) for card in late]) == {}
    for card in late:
        assert "Gerade nichts Neues" not in browsers[Role.COORDINATOR].get(address_of(card.key)).content.decode()


def test_late_cards_are_linked_fetched_and_guarded(town: MunicipalityRef, browsers: dict[Role, Client]) -> None:
    """The start page has the link; htmx gets the content alone; nobody gets a card they may not see."""
    guide, auditor = browsers[Role.GUIDE], browsers[Role.AUDITOR]
    address = address_of("needs.undecided")
    link = BeautifulSoup(guide.get("/").content, "html.parser").select_one(f'[hx-get="{address}"] a[href="{address}"]')
    assert link is not None
    fragment = guide.get(address, headers={"HX-Request": "true"})
    assert "<html" not in fragment.text
    assert "HX-Request" in fragment["Vary"]
    assert "<html" in guide.get(address).text
    assert auditor.get(address_of("adoptions")).status_code == 404
    assert guide.get(address_of("no-such-card")).status_code == 404


def test_people_begin_from_the_start_page_what_they_may(browsers: dict[Role, Client]) -> None:
    """Guides and the coordination with two buttons and more; who only looks with none."""

    def begins(role: Role) -> set[str]:
        shown = BeautifulSoup(browsers[role].get("/").content, "html.parser")
        return {str(link["href"]) for link in shown.select("main a.k-button")}

    assert begins(Role.GUIDE) >= {"/bedarfe/neu/", "/erhebungen/erfassen/"}
    assert begins(Role.COORDINATOR) >= {"/bedarfe/neu/", "/erhebungen/erfassen/", "/personen/einladen/"}
    assert not begins(Role.AUDITOR) & {"/bedarfe/neu/", "/erhebungen/erfassen/"}


def test_the_newest_result_shows_its_largest_topics(browsers: dict[Role, Client]) -> None:
    """The largest first, each leading to its question."""
    card = BeautifulSoup(browsers[Role.GUIDE].get(address_of("results")).content, "html.parser")
    values = [int(cell.get_text(strip=True).removesuffix("%").strip()) for cell in card.select(".k-bars__value")]
    assert len(values) == 5
    assert values == sorted(values, reverse=True)
    assert all("#frage-" in str(link["href"]) for link in card.select(".k-bars a"))


def address_of(key: str) -> str:
    return f"/arbeitsplatz/karten/{key}/"
