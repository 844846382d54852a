"""The library in a town's global search: what the centre offers, and the town's own copies."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from kisi.core.realms import CENTRAL, MunicipalityRef, inside
from kisi.core.roles import Role
from shared.library.models import Template
from tenants.adoptions.models import Adoption
from tests.accounts import person, sign_in
from tests.shared.library.samples import content, draft
from tests.tenants.adoptions.conftest import Ship

TITLES = ("Sprechcafé", "Kitaplätze", "Altes Merkblatt", "Geheimes")


@pytest.fixture
def guide(in_bensheim: MunicipalityRef, ship: Ship, client_for: Any) -> Client:
    """A guide of a town that has an older copy of one template; another one is no longer recommended."""
    ship("massnahme-cafe", "measure", title="Sprechcafé für Mütter", summary="Üben ohne Prüfungsangst.")
    ship("ablauf-kita", "procedure", title="Kitaplätze vergeben")
    ship("text-alt", "text", title="Altes Merkblatt")
    with inside(CENTRAL):
        draft(key="entwurf", title="Geheimes Merkblatt")
        Template.objects.filter(key="text-alt").update(withdrawn_at=timezone.now())
    Adoption.objects.create(
        template_key="ablauf-kita",
        version=1,
        kind="procedure",
        title="Betreuungsplatz finden",
        content=content("procedure"),
        adopted_by="KISI",
    )
    return sign_in(client_for(in_bensheim), person(in_bensheim, Role.GUIDE), in_bensheim)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("mütter", ["Sprechcafé"]),
        ("Prüfungsang", ["Sprechcafé"]),
        ("maßnahme", ["Sprechcafé"]),
        ("kitaplatz", ["Kitaplätze"]),
        ("plätze", ["Kitaplätze"]),
        ("betreuungspl", ["Kitaplätze"]),
        ("ablauf", ["Kitaplätze"]),
        ("merkblatt", []),
        ("geheimes", []),
    ],
)
def test_what_a_town_finds(guide: Client, words: str, expected: list[str]) -> None:
    """Drafts, and what is no longer recommended, do not exist for it; every template is one hit."""
    shown = guide.get("/suche/", {"q": words}, secure=True, headers={"HX-Target": "suchtreffer"}).text
    assert [title for title in TITLES if title in shown] == expected
    assert shown.count('href="/vorlagen/') == len(expected)


def test_the_own_copy_keeps_what_was_withdrawn(guide: Client) -> None:
    """Who has it still finds it."""
    Adoption.objects.create(
        template_key="text-alt", version=1, kind="text", title="Merkblatt", content=content("text"), adopted_by="KISI"
    )
    assert "Altes Merkblatt" in guide.get("/suche/?q=merkblatt", secure=True).text
