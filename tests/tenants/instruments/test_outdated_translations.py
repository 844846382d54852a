"""Translations that are older than their German text are marked where somebody can mend them."""

from __future__ import annotations

from typing import Any

from django.test import Client

from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.instruments import actions
from tenants.instruments.models import Instrument
from tests.tenants.instruments.test_editor import add, base

MARK = "Deutsch ist seitdem geändert"


def test_german_changed_since_the_last_version(guide: Client, own: Instrument, bensheim: MunicipalityRef) -> None:
    """Marked, counted and among the open ones until the translation changes too; what moved only is not."""
    add(guide, own, "single", text="Da?", new_options="Ja\nNein")
    guide.post(f"{base(own)}sprachen/", {"language": "uk"})
    address = f"{base(own)}sprachen/uk/"
    translate(guide, address, "т")
    assert MARK not in guide.get(address).content.decode()
    with inside(realm_of(bensheim)):
        actions.release_draft(instrument=own, change_note="Erste Fassung", by=SYSTEM)
        actions.begin_draft(instrument=own, by=SYSTEM)
    guide.post(
        f"{base(own)}frage/local_da/",
        {"text": "Dort?", "option_0": "Ja", "option_0_place": "2", "option_1": "Nein", "option_1_place": "1"},
    )

    page = guide.get(address)
    assert [row.text.german for row in page.context["rows"] if row.is_outdated] == ["Dort?"]
    assert page.content.decode().count(MARK) == 1
    assert "Eine Übersetzung ist älter" in page.content.decode()
    open_ones = guide.get(f"{address}?nur=luecken").context["rows"]
    assert [row.text.german for row in open_ones] == ["Dort?"]

    translate(guide, address, "ч")
    assert MARK not in guide.get(address).content.decode()


def translate(guide: Client, address: str, word: str) -> None:
    """Fill in every text."""
    page: Any = guide.get(address)
    words = {row.field: f"{word}{number}" for number, row in enumerate(page.context["rows"])}
    assert guide.post(address, words | {"stand": page.context["stand"]}).status_code == 302
