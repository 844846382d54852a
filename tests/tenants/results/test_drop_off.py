"""Where people stop: counted from begun sheets, shown without naming anybody."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.participation.actions import begin, save_page
from tenants.participation.models import StoppedSheets
from tenants.results.computing.drop_off import Step, hardest, steps
from tenants.surveys.checking import definition_of
from tenants.surveys.models import Response, Wave
from tests.accounts import person, sign_in
from tests.tenants.results.waves import sheet, store, wave_of

PAGES = ["a", "b", "c"]


def test_everybody_who_came_further_reached_a_page() -> None:
    assert steps(PAGES, 10, {"": (1, 0), "b": (0, 4), "c": (2, 3)}) == [
        Step("a", 20, 1, 0),
        Step("b", 19, 0, 4),
        Step("c", 15, 2, 3),
    ]
    assert steps(PAGES, 0, {}) == [Step(page, 0, 0, 0) for page in PAGES]
    assert steps(PAGES, 1, {"gone": (0, 2)})[0] == Step("a", 3, 0, 2)


def test_the_hardest_page_is_the_one_with_the_largest_share() -> None:
    """Four of nineteen against three of five."""
    found = steps(PAGES, 2, {"a": (0, 4), "c": (0, 3)})
    assert hardest(found) == Step("c", 5, 0, 3)
    assert hardest(steps(PAGES, 5, {"b": (3, 0)})) is None


@pytest.fixture
def guide(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """A guide's browser."""
    return sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)


def panel(guide: Client, wave: Wave) -> str:
    page = BeautifulSoup(guide.get(f"/ergebnisse/wellen/{wave.pk}/").content, "html.parser")
    found = [one for one in page.select(".k-panel") if "Wo Menschen aufhören" in one.text]
    return " ".join(found[0].text.split()) if found else ""


def test_the_page_says_how_many_stopped_and_where(guide: Client, bensheim: MunicipalityRef) -> None:
    """Sheets on paper are no part of it; below the town's limit for few sheets no page is named."""
    with inside(realm_of(bensheim)):
        wave = wave_of("residents")
        Response.objects.bulk_create([sheet(wave, {"need_housing": 3}, channel="paper") for _ in range(50)])
    assert panel(guide, wave) == ""
    with inside(realm_of(bensheim)):
        store(wave, *[{"need_housing": 3}] * 6)
        last = definition_of(wave.version).pages[-1].key
        StoppedSheets.objects.create(wave=wave, page=last, number=3)
        save_page(draft=begin(wave=wave, language="de", consent_version=1), answers={}, page=last)
    shown = panel(guide, wave)
    assert "Online begonnen: 10 Bögen, gesendet: 6 (60 %)." in shown
    assert "1 Bogen ist noch offen" in shown
    assert "(3 hörten hier auf)" in shown
    assert "Am häufigsten" not in shown
    with inside(realm_of(bensheim)):
        store(wave, *[{"need_housing": 3}] * 90)
    assert "derer, die bis dorthin kamen" in panel(guide, wave)
