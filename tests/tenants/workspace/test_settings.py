"""Settings of the municipality: its name and address, and the areas it leaves out."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kisi.audit.models import Entry
from kisi.core.realms import MunicipalityRef
from kisi.core.roles import Role
from kisi.ui import registry
from kisi.ui.registry import Feature, MenuEntry, declare
from tenants.workspace.models import WorkspaceSettings
from tests.accounts import person, sign_in

FORM = {
    "official_name": "Stadt Bensheim",
    "street": "Kirchbergstraße 18",
    "postal_code": "64625",
    "place": "Bensheim",
    "time_zone": "Europe/Berlin",
    "newcomer_checklist": "",
    "newcomer_days": "30",
}


@pytest.fixture
def marta(in_bensheim: MunicipalityRef, client_for: Any) -> Client:
    """The coordinator's browser."""
    return sign_in(client_for(in_bensheim), person(in_bensheim, Role.COORDINATOR), in_bensheim)


def page(browser: Client, address: str) -> str:
    answer = browser.get(address, secure=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_name_and_address(marta: Client) -> None:
    """Stored once, with what changed in the trail; the index says what is set."""
    for _time in range(2):
        assert marta.post("/einstellungen/kommune/", FORM, secure=True)["Location"] == "/einstellungen/"
    assert WorkspaceSettings.objects.get().street == "Kirchbergstraße 18"
    entry = Entry.objects.get(event="workspace.settings_changed")
    assert entry.details["official_name"] == ["Bensheim", "Stadt Bensheim"]
    assert "Stadt Bensheim · Bensheim" in page(marta, "/einstellungen/")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("postal_code", "6462", "fünf Ziffern"),
        ("official_name", "", "Bitte machen Sie hier eine Angabe"),
        ("time_zone", "Mond/Krater", "Mond/Krater"),
        ("newcomer_checklist", "gibt-es-nicht", "gibt-es-nicht"),
        ("newcomer_days", "9999", "365"),
        ("street", "x" * 201, "200"),
    ],
)
def test_bad_input_keeps_what_was_typed(marta: Client, field: str, value: str, said: str) -> None:
    answer = marta.post("/einstellungen/kommune/", {**FORM, field: value}, secure=True)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert WorkspaceSettings.objects.count() == 0


def test_areas_that_are_left_out_disappear(marta: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the menu, until they are shown again."""
    monkeypatch.setattr(registry, "_declared", dict(registry._declared))
    declare(
        Feature(key="boats", label="Boote", text="Verleih von Booten."),
        MenuEntry(key="boats", label="Bootsverleih", icon="home", url_name="ui:search", group="needs", feature="boats"),
    )
    others = [feature.key for feature in registry.declared(Feature) if feature.key != "boats"]
    assert "Bootsverleih" in page(marta, "/")
    marta.post("/einstellungen/bereiche/", {"shown": others}, secure=True)
    assert "Bootsverleih" not in page(marta, "/")
    assert "1 Bereich ausgeblendet" in page(marta, "/einstellungen/")
    marta.post("/einstellungen/bereiche/", {"shown": [*others, "boats"]}, secure=True)
    assert "Bootsverleih" in page(marta, "/")
    assert marta.post("/einstellungen/bereiche/", {"shown": ["mond"]}, secure=True).status_code == 422


def test_the_index_shows_only_what_may_be_opened(marta: Client, bensheim: MunicipalityRef, client_for: Any) -> None:
    """A coordinator sees the town's pages; on the public host there are others."""
    shown = page(marta, "/einstellungen/")
    assert [word in shown for word in ("Kommune", "Bereiche", "Konten und Einladungen", "Hinweise")] == [True] * 4
    operator = sign_in(client_for(None), person(None, Role.OPERATOR), None)
    central = page(operator, "/einstellungen/")
    assert ("Konten und Einladungen" in central, "einstellungen/kommune" in central) == (True, False)


def test_a_form_of_settings_can_be_sent_and_left(marta: Client) -> None:
    """The one frame around plain forms: fields, token, what it does, and the way back."""
    form = BeautifulSoup(page(marta, "/einstellungen/kommune/"), "html.parser").select_one("main form.k-form")
    assert form.select_one('input[name="csrfmiddlewaretoken"]')["value"]
    assert form.select_one('input[name="street"]') is not None
    assert form.select_one("button[type=submit]").get_text(strip=True) == "Speichern"
    assert form.select_one("a.k-button--tertiary")["href"] == "/einstellungen/"
    wave = BeautifulSoup(page(marta, "/frageboegen/neu/"), "html.parser").select_one("main form.k-form")
    assert wave.select_one("button[type=submit]").get_text(strip=True) == "Anlegen"
    assert wave.select_one("a.k-button--tertiary")["href"] == "/frageboegen/"
