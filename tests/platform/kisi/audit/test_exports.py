"""Every list that is taken away as a file stands in the trail: who, which, by what filtered, how many rows."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kisi.audit.models import Entry
from kisi.audit.wording import details_in_words, subject_in_words
from kisi.core.actors import Actor
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.core.vocabulary import Topic
from tenants.needs.actions import add_need
from tenants.needs.models import Need
from tests.accounts import person, sign_in

ELIF = Actor("user", "0", "Elif Demir")


@pytest.fixture
def guide(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """A guide's browser in a town with three needs, two of them in education."""
    with inside(realm_of(bensheim)):
        for title, topic in (("Kita-Plätze", "education"), ("Nachhilfe", "education"), ("Wohnraum", "housing")):
            add_need(need=Need(title=title, topic=topic, perspectives=["residents"]), evidence=[], by=ELIF)
    return sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)


def taken_away(town: MunicipalityRef) -> list[Entry]:
    """What the trail says about exports of lists."""
    with inside(realm_of(town)):
        return list(Entry.objects.filter(event="audit.list_exported").order_by("sequence"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_filtered_list_is_noted(guide: Client, bensheim: MunicipalityRef, kind: str) -> None:
    """With the person, the list, its filter in words, the number of rows and the kind of file."""
    answer = guide.get(f"/bedarfe/?handlungsfeld=education&suche=a&seite=1&format={kind}", secure=True)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    (entry,) = taken_away(bensheim)
    assert (entry.actor_kind, entry.is_read, entry.database_role) == ("user", True, bensheim.schema)
    assert entry.details["format"] == kind
    assert entry.details["rows"] == 2
    assert entry.details["address"] == "/bedarfe/"
    assert entry.details["filters"] == {"Suche": "a", "Handlungsfeld": str(Topic.EDUCATION.label)}
    said = f"{subject_in_words(entry.subject)}: {details_in_words(entry.event, entry.subject, entry.details)}"
    assert said.startswith("Liste ")
    for part in ("Name: Bedarfe", f"Format: {kind}", "Zeilen: 2", "Filter: "):
        assert part in said


def test_looking_at_the_page_is_no_export(guide: Client, bensheim: MunicipalityRef) -> None:
    """Nor is a kind of file that does not exist, nor a filter that cannot be read."""
    for query in ("", "?format=pdf", "?handlungsfeld=unbekannt&format=csv"):
        guide.get(f"/bedarfe/{query}", secure=True)
    assert taken_away(bensheim) == []


def test_no_trace_no_file(guide: Client, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Where the row cannot be written, the list does not go out."""
    settings.KISI_UI_EXPORTED = "tests.platform.kisi.audit.test_exports.fails"
    with pytest.raises(RuntimeError, match="no trail"):
        guide.get("/bedarfe/?format=csv", secure=True)


def fails(_request: object, _taken: object) -> None:
    """A trail that cannot be written."""
    raise RuntimeError("no trail")


def test_a_central_list_is_noted_centrally(bensheim: MunicipalityRef, client_for: Any) -> None:
    """The ministry's and the operator's lists, too."""
    client = sign_in(client_for(None), person(None, Role.OPERATOR), None)
    assert client.get("/kommunen/?q=bens&format=csv", secure=True).status_code == 200
    with inside(CENTRAL):
        entry = Entry.objects.get(event="audit.list_exported")
    assert entry.details["rows"] == 1
