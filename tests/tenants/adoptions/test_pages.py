"""The library's pages in a town."""

from __future__ import annotations

import html
from typing import Any

import pytest
from django.test import Client

from kisi.core.realms import CENTRAL, MunicipalityRef, inside
from kisi.core.roles import Role
from shared.library.actions import begin_version, change_draft
from shared.library.models import Template
from tenants.adoptions.models import Adoption, Decision
from tests.accounts import person, sign_in
from tests.shared.library.samples import AUTHOR, CONTENTS, content, wording
from tests.shared.library.test_pages import NASTY, nasty, text_of
from tests.tenants.adoptions.conftest import Ship

CARD = "/arbeitsplatz/karten/adoptions/"


@pytest.fixture
def guide(in_bensheim: MunicipalityRef, client_for: Any) -> Client:
    """Elif, a guide of Bensheim."""
    return sign_in(client_for(in_bensheim), person(in_bensheim, Role.GUIDE), in_bensheim)


@pytest.fixture
def auditor(in_bensheim: MunicipalityRef, client_for: Any) -> Client:
    """Petra, who reads."""
    return sign_in(client_for(in_bensheim), person(in_bensheim, Role.AUDITOR), in_bensheim)


def have(version: int = 1, key: str = "probe", kind: str = "checklist") -> None:
    """A copy in the town."""
    Adoption.objects.create(
        template_key=key, version=version, kind=kind, title="Probe", content=content(kind), adopted_by="KISI"
    )


def test_from_the_list_to_the_copy(guide: Client, auditor: Client, ship: Ship) -> None:
    """Looking is for all, adopting for guides and coordination."""
    ship(summary="Für den Anfang.")
    assert "Für den Anfang." in text_of(auditor.get("/vorlagen/", secure=True))
    assert "Fassung 1 übernehmen" not in text_of(auditor.get("/vorlagen/probe/", secure=True))
    assert auditor.post("/vorlagen/probe/uebernehmen/", {"version": 1}, secure=True).status_code == 403
    assert "Fassung 1 übernehmen" in text_of(guide.get("/vorlagen/probe/", secure=True))
    page = text_of(guide.post("/vorlagen/probe/uebernehmen/", {"version": 1}, secure=True, follow=True))
    assert "ist übernommen" in page
    assert "Fassung 1 übernommen" in page
    assert Adoption.objects.get().adopted_by == "Elif Demir"


def test_the_decision_shows_what_is_new(guide: Client, two_versions: None) -> None:
    """Word by word, with the centre's note; the decision and its reason stay in the history."""
    have()
    page = html.unescape(text_of(guide.get("/vorlagen/probe/entscheiden/", secure=True)))
    for words in ("Eintrag „Drei“", "Eintrag „Eins“", "gerade", "Sie haben Fassung 1. Neu ist Fassung 2."):
        assert words in page
    sent = {"version": 2, "choice": "keep", "reason": "Passt nicht."}
    assert "Passt nicht." in text_of(guide.post("/vorlagen/probe/entscheiden/", sent, secure=True, follow=True))
    sent = {"version": 2, "choice": "adopt", "reason": ""}
    guide.post("/vorlagen/probe/entscheiden/", sent, secure=True)
    assert [row.version for row in Adoption.objects.order_by("version")] == [1, 2]
    assert guide.get("/vorlagen/probe/entscheiden/", secure=True).status_code == 302


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"version": 2, "choice": "keep"}, "warum"),
        ({"version": 2, "choice": "later", "remind_on": "1.1.2020"}, "Zukunft"),
        ({"version": 2, "choice": "later", "remind_on": "1.1.9999"}, "prüfen Sie das Jahr"),
        ({"version": 2, "choice": "later", "remind_on": "1.1.2199"}, "Zukunft"),
        ({"version": 2, "choice": "later", "remind_on": "bald"}, "Tag.Monat.Jahr"),
        ({"version": 2, "choice": "later"}, "Zukunft"),
        ({"version": 1, "choice": "adopt"}, "andere Fassung"),
        ({"version": 10**30, "choice": "adopt"}, "kleiner oder gleich"),
        ({"version": "x", "choice": "adopt"}, "ganze Zahl"),
        ({"version": 2, "choice": "vielleicht"}, "vielleicht"),
        ({"version": 2, "choice": "keep", "reason": "a\0b"}, "Null"),
        ({"version": 2, "choice": "keep", "reason": "x" * 2001}, "2000"),
        ({}, "Ihre Entscheidung"),
    ],
)
def test_a_bad_decision_is_refused(guide: Client, two_versions: None, sent: dict[str, Any], words: str) -> None:
    """422 with a reason, nothing stored."""
    have()
    page = html.unescape(text_of(guide.post("/vorlagen/probe/entscheiden/", sent or {"x": 1}, secure=True), 422))
    assert words in page
    assert (Adoption.objects.count(), Decision.objects.count()) == (1, 0)


def test_the_start_page_says_that_something_waits(guide: Client, auditor: Client, two_versions: None) -> None:
    """Only while it does, and to those who decide."""
    assert "wartet auf Ihre Entscheidung" not in text_of(guide.get(CARD, secure=True))
    have()
    assert "1 neue Fassung wartet auf Ihre Entscheidung" in text_of(guide.get(CARD, secure=True))
    assert auditor.get(CARD, secure=True).status_code == 404
    assert CARD not in auditor.get("/", secure=True).text


def test_the_list_filters_and_is_searched(guide: Client, ship: Ship, two_versions: None) -> None:
    """By how a template stands here, by kind and by words."""
    have()
    ship("aushang", "text", title="Aushang")
    for query, titles in (
        ("standing=new_version", ["Probe neu"]),
        ("standing=not_adopted", ["Aushang"]),
        ("standing=adopted", []),
        ("kind=text", ["Aushang"]),
        ("q=probe", ["Probe neu"]),
        ("q=aushänge text", ["Aushang"]),
        ("q=aushang checkliste", []),
    ):
        page = text_of(guide.get(f"/vorlagen/?{query}&format=csv", secure=True))
        assert [title for title in ("Aushang", "Probe neu") if title in page] == titles, query
    assert guide.get("/vorlagen/?standing=x", secure=True).status_code == 422


def test_drafts_do_not_exist_for_towns(guide: Client, ship: Ship) -> None:
    """Neither as a version nor as the other side of a comparison."""
    ship()
    with inside(CENTRAL):
        draft = begin_version(template=Template.objects.get(), by=AUTHOR)
        change_draft(version=draft, wording=wording(title="Verborgenes", change_note="Verborgenes"), by=AUTHOR)
    for address in ("/vorlagen/", "/vorlagen/probe/", "/vorlagen/probe/vergleich/", "/suche/?q=probe"):
        assert "Verborgenes" not in text_of(guide.get(address, secure=True))
    for address in ("probe/2/", "fehlt/", "fehlt/1/", "fehlt/entscheiden/", "probe/99999999999999999999/"):
        assert guide.get(f"/vorlagen/{address}", secure=True).status_code == 404, address
    assert guide.get("/vorlagen/probe/vergleich/?von=1&bis=2", secure=True).status_code == 422


def test_a_survey_says_what_stays_comparable(guide: Client, ship: Ship) -> None:
    """Three questions the same, one with other options: its counting begins anew."""
    ship("bedarf", "survey")
    have(key="bedarf", kind="survey")
    changed = content("survey")
    changed["pages"][0]["groups"][0]["questions"][0]["options"].append({"code": "maybe", "text": {"de": "Vielleicht"}})
    ship("bedarf", "survey", 2, content=changed)
    page = html.unescape(text_of(guide.get("/vorlagen/bedarf/entscheiden/", secure=True)))
    assert "Bei diesen Fragen beginnt die Zählung neu" in page
    assert "nicht mehr vergleichbar mit früheren Wellen" in page
    assert "Vielleicht" in page


def test_adopting_a_newer_survey_keeps_what_the_town_chose(guide: Client, ship: Ship) -> None:
    """Through the page: the switched-off group stays off, the town's own question stays."""
    from tenants.instruments.models import InstrumentVersion

    ship("bedarf", "survey")
    guide.post("/vorlagen/bedarf/uebernehmen/", {"version": 1}, secure=True)
    first = InstrumentVersion.objects.get()
    own = content("survey")
    own["pages"][1]["groups"][1]["enabled"] = False
    own["pages"][2]["groups"][0]["questions"][0]["text"] = {"de": "Unsere eigene Frage"}
    InstrumentVersion.objects.create(
        instrument=first.instrument, number=2, definition=own, origin_version=1,
        change_note="x", changed_by="x", released_at=first.released_at,
    )  # fmt: skip
    ship("bedarf", "survey", 2, content=content("survey", title={"de": "Neuer Titel"}))
    guide.post("/vorlagen/bedarf/entscheiden/", {"version": 2, "choice": "adopt"}, secure=True)
    definition = InstrumentVersion.objects.get(number=3).definition
    assert definition["title"] == {"de": "Neuer Titel"}
    assert definition["pages"][1]["groups"][1]["enabled"] is False
    assert definition["pages"][2]["groups"][0]["questions"][0]["text"] == {"de": "Unsere eigene Frage"}


@pytest.mark.attack
@pytest.mark.parametrize("kind", CONTENTS)
def test_markup_from_the_library_stays_text(guide: Client, ship: Ship, kind: str) -> None:
    """T30 in the town: list, page, version, comparison, decision, start page, search."""
    ship(kind=kind, title=NASTY, content=nasty(content(kind)), change_note=NASTY, summary=NASTY)
    ship(kind=kind, number=2, title=f"{NASTY} b", content=nasty(content(kind), " b"), change_note=NASTY, summary=NASTY)
    have(kind=kind)
    Decision.objects.create(template_key="probe", version=1, choice="keep", reason=NASTY, decided_by=NASTY)
    for address in (
        "/",
        "/vorlagen/",
        "/vorlagen/probe/",
        "/vorlagen/probe/1/",
        "/vorlagen/probe/2/",
        "/vorlagen/probe/vergleich/",
        "/vorlagen/probe/entscheiden/",
        "/suche/?q=onerror",
    ):
        assert NASTY not in text_of(guide.get(address, secure=True)), address


@pytest.mark.attack
def test_one_towns_decisions_are_not_anothers(
    guide: Client, two_versions: None, butzbach: MunicipalityRef, client_for: Any
) -> None:
    """T05: what Bensheim has and decided is nothing to Butzbach."""
    have()
    guide.post("/vorlagen/probe/entscheiden/", {"version": 2, "choice": "keep", "reason": "Bensheim"}, secure=True)
    other = sign_in(client_for(butzbach), person(butzbach, Role.GUIDE), butzbach)
    page = text_of(other.get("/vorlagen/probe/", secure=True))
    assert "Bensheim" not in page.replace("bensheim.kisi", "")
    assert "nicht übernommen" in page
    assert other.get("/vorlagen/probe/entscheiden/", secure=True).status_code == 302
