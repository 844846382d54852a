"""The trail on screen."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from kisi.audit.actions import record, record_read
from kisi.audit.models import Entry
from kisi.core.actors import Actor
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tests.accounts import person, sign_in
from tests.servers import Servers

ELIF, MARTA = Actor("user", "7", "Elif Demir"), Actor("user", "8", "Marta Klein")


@pytest.fixture
def auditor(bensheim: MunicipalityRef, butzbach: MunicipalityRef, client_for: Any) -> Client:
    """An auditor's browser, and a trail of a few entries in Bensheim and one each elsewhere."""
    with inside(realm_of(bensheim)):
        with transaction.atomic():
            record("accounts.invited", by=MARTA, subject="accounts.invitation:1", details={"role": "guide"})
            record("tests.unnamed", by=ELIF, subject="=cmd()")
        record_read("persons.seen", by=ELIF, subject="contacts.person:9")
    for realm in (realm_of(butzbach), CENTRAL):
        with inside(realm), transaction.atomic():
            record("accounts.invited", by=Actor("user", "1", "Fremder Name"))
    return sign_in(client_for(bensheim), person(bensheim, Role.AUDITOR), bensheim)


def page(client: Client, query: str = "") -> str:
    return client.get(f"/pruefprotokoll/{query}", secure=True).content.decode()


def test_the_list_shows_this_schemas_entries_newest_first(auditor: Client) -> None:
    """With names for known events and keys for others."""
    shown = page(auditor)
    assert "Person eingeladen" in shown
    assert "tests.unnamed" in shown
    assert shown.index("contacts.person:9") < shown.index("Einladung 1") < shown.index("Rolle: Integrationsguide")
    assert "Fremder Name" not in shown


@pytest.mark.parametrize(
    ("query", "seen", "hidden"),
    [
        ("?q=elif", "tests.unnamed", "Einladung 1"),
        ("?q=einladung 1", "Einladung 1", "tests.unnamed"),
        ("?q=einladung", "Einladung 1", "tests.unnamed"),
        ("?q=einladung klein", "Einladung 1", "tests.unnamed"),
        ("?q=demir einladung", "Nichts gefunden", "Einladung 1"),
        ("?q=invitation:1", "Einladung 1", "tests.unnamed"),
        ("?event=accounts.invited", "Einladung 1", "tests.unnamed"),
        ("?kind=reads", "contacts.person:9", "tests.unnamed"),
        ("?kind=changes", "tests.unnamed", "contacts.person:9"),
        ("?since=01.01.2020", "tests.unnamed", "Nichts gefunden"),
        ("?until=01.01.2020", "Nichts gefunden", "tests.unnamed"),
    ],
)
def test_filters(auditor: Client, query: str, seen: str, hidden: str) -> None:
    """Each of them."""
    shown = page(auditor, query)
    assert seen in shown
    assert hidden not in shown


@pytest.mark.parametrize("query", ["?since=gestern", "?until=9999-12-31", "?event=x", "?kind=%00", "?q=" + "x" * 5000])
def test_a_filter_that_cannot_be_read_is_said(auditor: Client, query: str) -> None:
    """422, never 500."""
    assert auditor.get(f"/pruefprotokoll/{query}", secure=True).status_code == 422


def test_taking_the_list_away_is_noted_and_safe_for_spreadsheets(auditor: Client, bensheim: MunicipalityRef) -> None:
    """T26; and the export stands in the trail."""
    text = auditor.get("/pruefprotokoll/?format=csv", secure=True).content.decode("utf-8-sig")
    assert '"\'=cmd()"' in text
    with inside(realm_of(bensheim)):
        entry = Entry.objects.get(event="audit.list_exported")
        assert (entry.actor_label, entry.is_read) == ("Petra Vogt", True)


def test_the_chain_is_checked_at_a_click(auditor: Client, database: Servers, bensheim: MunicipalityRef) -> None:
    """What was found is said and noted."""
    auditor.post("/pruefprotokoll/pruefen/", secure=True)
    assert "Das Protokoll ist vollständig (3 Zeilen)." in page(auditor)
    with database.superuser_connection() as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute(f"UPDATE {bensheim.schema}.audit_entry SET actor_label = 'x' WHERE sequence = 2")
    auditor.post("/pruefprotokoll/pruefen/", secure=True)
    assert "Zeile 2: Diese Zeile wurde verändert." in page(auditor)
    with inside(realm_of(bensheim)):
        assert Entry.objects.filter(event="audit.verified").latest("sequence").details == {"ok": False, "first_bad": 2}


def test_an_account_is_called_by_its_name_and_found_by_it(auditor: Client, bensheim: MunicipalityRef) -> None:
    """The entry keeps the number; the page says whose account it is, of this schema alone."""
    marta = person(bensheim, Role.GUIDE, email="marta@example.org", name="Marta Klein-Petersen")
    with inside(realm_of(bensheim)), transaction.atomic():
        record("accounts.person_changed", by=ELIF, subject=marta.reference)
        record("accounts.person_changed", by=ELIF, subject="accounts.user:987654")
    shown = page(auditor, "?event=accounts.person_changed")
    assert "Marta Klein-Petersen" in shown
    assert "Konto 987654" in shown
    assert "Marta Klein-Petersen" in page(auditor, "?q=klein-petersen")
    assert "Konto 987654" not in page(auditor, "?q=klein-petersen")
