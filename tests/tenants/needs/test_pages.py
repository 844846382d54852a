"""Pages of needs: what people see, type and are told."""

from __future__ import annotations

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pypdf import PdfReader

from kisi.audit.models import Entry
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.ops.demo_data.needs import state_needs
from shared.municipalities.register.entries import demo_selection
from tenants.needs.models import Evidence, Need
from tests.accounts import person, sign_in
from tests.printed import PRINTER_NEEDS, lowest_text
from tests.tenants.needs.test_actions import a_need
from tests.tenants.results.waves import store, wave_of

CARD = "/arbeitsplatz/karten/needs.undecided/"

VALUES = {"title": "Mehr Kita-Plätze", "topic": "education", "urgency": "high", "perspectives": ["residents"]}


@pytest.fixture
def guide(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """Signed in at Bensheim."""
    return sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)


@pytest.fixture
def wave(bensheim: MunicipalityRef) -> int:
    """Residents of whom 24 of 30 see a need in housing."""
    with inside(realm_of(bensheim)):
        made = wave_of("residents")
        store(made, *[{"need_housing": 3}] * 24, *[{"need_housing": 0}] * 6)
        return int(made.pk)


def text(answer: Any) -> str:
    """What a page says."""
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").replace("\u00a0", " ").split())


def values_of(answer: Any, name: str) -> list[str]:
    """The ticked or chosen values of a field."""
    page = BeautifulSoup(answer.content, "html.parser")
    ticked = page.select(f'input[name="{name}"][checked], select[name="{name}"] option[selected]')
    return [str(one["value"]) for one in ticked]


def test_from_a_gap_to_a_decision(guide: Client, bensheim: MunicipalityRef, wave: int) -> None:
    gaps = guide.get("/bedarfe/luecken/")
    assert "1 Lücke" in text(gaps)
    link = BeautifulSoup(gaps.content, "html.parser").select_one('td a[href*="/bedarfe/neu/"]')
    assert link is not None
    form = guide.get(str(link["href"]))
    assert values_of(form, "topic") == ["housing"]
    assert values_of(form, "perspectives") == ["residents"]
    assert values_of(form, "evidence") == [f"{wave}:need_housing"]
    sent = {**VALUES, "title": "Wohnungen", "topic": "housing", "evidence": values_of(form, "evidence")}
    need = guide.post("/bedarfe/neu/", sent, follow=True)
    assert "80 % (95-%-Bereich 63–90 %), n = 30" in text(need)
    with inside(realm_of(bensheim)):
        row = Evidence.objects.get()
        assert (row.share, row.n, row.wave_id, row.perspective) == (0.8, 30, wave, "residents")
    page = need.redirect_chain[-1][0]
    said = guide.post(
        f"{page}entscheiden/", {"state": "decided", "priority": "now", "reason": "Der Rat will es."}, follow=True
    )
    shown = text(said)
    assert "Entschieden · Priorität: jetzt Der Rat will es." in shown, shown[shown.find("Verlauf") :][:300]
    assert not BeautifulSoup(guide.get("/bedarfe/luecken/").content, "html.parser").select(".k-notice")


def test_numbers_stay_as_they_were(guide: Client, bensheim: MunicipalityRef, wave: int) -> None:
    guide.post("/bedarfe/neu/", {**VALUES, "topic": "housing", "evidence": [f"{wave}:need_housing"]})
    with inside(realm_of(bensheim)):
        store(wave_of("residents"), {"need_housing": 0})
        assert (Evidence.objects.get().share, Evidence.objects.get().n) == (0.8, 30)


def test_one_answer_can_be_cited(guide: Client, wave: int) -> None:
    form = guide.get(f"/bedarfe/neu/?welle={wave}&frage=need_housing")
    assert values_of(form, "topic") == ["housing"]
    assert f'value="{wave}:need_housing:3"' in form.content.decode()


def test_results_lead_to_a_need(guide: Client, wave: int) -> None:
    """From a question of a wave and from a line of the matrix."""
    page = BeautifulSoup(guide.get(f"/ergebnisse/wellen/{wave}/").content, "html.parser")
    link = page.select_one('#frage-need_housing a[href^="/bedarfe/neu/"]')
    assert link is not None
    assert values_of(guide.get(str(link["href"])), "topic") == ["housing"]
    matrix = guide.get("/ergebnisse/perspektiven/").content.decode()
    assert "/bedarfe/neu/?handlungsfeld=housing&amp;perspektive=residents" in matrix


@pytest.mark.parametrize(
    "evidence",
    ["1:x", "999999:need_housing", "99999999999999999999:a", "{wave}:nothing", "{wave}:need_housing:17", "\0"],
)
def test_evidence_from_nowhere_is_refused(guide: Client, bensheim: MunicipalityRef, wave: int, evidence: str) -> None:
    answer = guide.post("/bedarfe/neu/", {**VALUES, "evidence": [evidence.format(wave=wave)]})
    assert answer.status_code == 422
    with inside(realm_of(bensheim)):
        assert not Need.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"title": "x" * 151}, {"title": "a\0b"}, {"topic": "weather"}, {"topic": ""}, {"urgency": "now"},
        {"perspectives": ["martians"]}, {"reach": "viele"}, {"reach": "-1"}, {"reach": "9" * 30},
        {"description": "x" * 4001}, {"review_on": "31.02.2026"}, {"responsible": "4711"}, {"responsible": "x"},
    ],
)  # fmt: skip
def test_bad_input_is_said_at_its_field(guide: Client, bensheim: MunicipalityRef, wrong: dict[str, Any]) -> None:
    answer = guide.post("/bedarfe/neu/", {**VALUES, **wrong})
    assert answer.status_code == 422
    assert f'id="id_{next(iter(wrong))}_error"' in answer.content.decode()
    with inside(realm_of(bensheim)):
        assert not Need.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "welle=x&frage=%00",
        "welle=99999999999999999999",
        "welle=²",
        "handlungsfeld=weather&perspektive=martians",
        "welle=1&frage=a",
    ],
)
def test_addresses_nobody_made_are_ignored(guide: Client, query: str) -> None:
    assert guide.get(f"/bedarfe/neu/?{query}").status_code == 200


def test_bad_decisions_and_evidence(guide: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        page = f"/bedarfe/{a_need().pk}/"
    for sent, said in (
        ({"state": "decided", "reason": "ja"}, "Bitte wählen Sie eine Priorität."),
        ({"state": "decided", "priority": "now"}, "Bitte begründen Sie die Entscheidung."),
        ({"state": "met", "reason": "ja"}, "met"),
        ({"state": "decided", "priority": "now", "reason": "x" * 2001}, "2000"),
        ({}, "Neuer Stand"),
    ):
        answer = guide.post(f"{page}entscheiden/", {"x": "1", **sent})
        assert answer.status_code == 422
        assert said in text(answer)
    for wrong in ({"text": ""}, {"link": "javascript:alert(1)"}, {"observed_on": "1.1.2999"}, {"kind": "survey"}):
        answer = guide.post(f"{page}belege/neu/", {"kind": "observation", "text": "Viele fragen danach.", **wrong})
        assert answer.status_code == 422
    assert guide.post(f"{page}ergebnisse/", {"evidence": ["1:x"]}).status_code == 422
    with inside(realm_of(bensheim)):
        assert not Evidence.objects.exists()
        assert Need.objects.get().state == "stated"


@pytest.mark.parametrize("kind", ["observation", "contact", "document"])
def test_what_can_be_written_down(guide: Client, bensheim: MunicipalityRef, kind: str) -> None:
    """What somebody saw, what people brought to the contact point, what stands in a document."""
    with inside(realm_of(bensheim)):
        page = f"/bedarfe/{a_need().pk}/"
    sent = {"kind": kind, "text": "Elf Ratsuchende fanden keinen Platz."}
    assert "Elf Ratsuchende" in text(guide.post(f"{page}belege/neu/", sent, follow=True))
    with inside(realm_of(bensheim)):
        assert Evidence.objects.get().kind == kind


def test_writing_down_removing_and_restoring(guide: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        page = f"/bedarfe/{a_need().pk}/"
    sent = {"kind": "document", "text": "Bericht des Kreises", "link": "https://example.org/b", "source": "Kreis"}
    assert "Bericht des Kreises" in text(guide.post(f"{page}belege/neu/", sent, follow=True))
    with inside(realm_of(bensheim)):
        row = Evidence.objects.get()
    assert "Der Beleg ist entfernt." in text(guide.post(f"{page}belege/{row.pk}/entfernen/", follow=True))
    assert "Der Beleg ist wieder da." in text(guide.post(f"{page}belege/{row.pk}/wiederherstellen/", follow=True))
    assert "„Kita-Plätze“ ist entfernt." in text(guide.post(f"{page}entfernen/", follow=True))
    assert guide.get(page).status_code == 404
    assert "„Kita-Plätze“ ist wieder da." in text(guide.post(f"{page}wiederherstellen/", follow=True))
    assert guide.post(f"/bedarfe/4711/belege/{row.pk}/entfernen/").status_code == 404


def test_merging_leads_to_the_one_that_stays(guide: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        one, two = a_need("Eins", evidence=1), a_need("Zwei")
        other = a_need("Anderswo", topic="work")
    assert guide.post(f"/bedarfe/{one.pk}/zusammenfuehren/", {"into": other.pk}).status_code == 422
    merged = guide.post(f"/bedarfe/{one.pk}/zusammenfuehren/", {"into": two.pk}, follow=True)
    assert "Eins 0" in text(merged)
    assert guide.get(f"/bedarfe/{one.pk}/")["Location"] == f"/bedarfe/{two.pk}/"
    assert "„Eins“ steht wieder für sich." in text(guide.post(f"/bedarfe/{one.pk}/trennen/", follow=True))


def test_list_filters_sorts_and_exports(guide: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        me = person(bensheim, Role.GUIDE)
        a_need("=Eins", urgency="low", responsible=me)
        a_need("Zwei", urgency="high", perspectives=["administration"])
        a_need("Drei", topic="work", is_draft=True)

    def titles(query: str) -> list[str]:
        page = BeautifulSoup(guide.get(f"/bedarfe/?{query}").content, "html.parser")
        return [link.get_text(strip=True) for link in page.select("#liste-bedarfe tbody a")]

    assert titles("") == ["Zwei", "Drei", "=Eins"]
    assert titles("sortierung=title") == ["=Eins", "Drei", "Zwei"]
    assert titles("handlungsfeld=work") == ["Drei"]
    assert titles("stand=stated&sortierung=title") == ["=Eins", "Zwei"]
    assert titles("perspektive=administration") == ["Zwei"]
    assert titles(f"zustaendig={me.pk}") == ["=Eins"]
    assert titles("zustaendig=niemand&dringlichkeit=high") == ["Zwei"]
    assert titles("suche=zwe") == ["Zwei"]
    assert guide.get("/bedarfe/?stand=x").status_code == 422
    csv = guide.get("/bedarfe/?format=csv&stand=stated").content.decode("utf-8-sig")
    assert [line.split(";")[0] for line in csv.split("\r\n")[1:-1]] == ['"Zwei"', '"\'=Eins"']
    assert guide.get("/bedarfe/?format=xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_report_on_paper(guide: Client, bensheim: MunicipalityRef, number: int) -> None:
    with inside(realm_of(bensheim)):
        for index in range(number):
            a_need(f"Bedarf {index} #let x = 1 \U0001f600", evidence=index, description="Zeile\n= kein Titel")
    page = guide.get("/bedarfe/bericht/")
    assert ("1 Bedarf," if number == 1 else f"{number} Bedarfe,") in text(page)
    answer = guide.get("/bedarfe/bericht.pdf")
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    said = " ".join(" ".join(one.extract_text() for one in reader.pages).split())
    assert said.count("#let x") == number + sum(range(number))
    assert "Bedarfe in Bensheim" in said
    assert "Kofinanziert von der Europäischen Union" in reader.pages[-1].extract_text()
    assert f"{len(reader.pages)}/{len(reader.pages)}" in reader.pages[-1].extract_text()
    assert min(map(lowest_text, reader.pages)) > PRINTER_NEEDS
    assert guide.get("/bedarfe/bericht/?stand=x").status_code == 422
    with inside(realm_of(bensheim)):
        (taken,) = Entry.objects.filter(event="needs.report_exported")
    assert (taken.is_read, taken.details) == (True, {"format": "pdf", "needs": number})


def test_roles(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Who only helps or checks sees no button to change anything, and cannot."""
    with inside(realm_of(bensheim)):
        pk = a_need(evidence=1).pk
    helper = sign_in(client_for(bensheim), person(bensheim, Role.CONTRIBUTOR), bensheim)
    page = helper.get(f"/bedarfe/{pk}/")
    assert page.status_code == 200
    assert not BeautifulSoup(page.content, "html.parser").select("main form")
    assert "Entscheiden" not in text(page)
    assert helper.post(f"/bedarfe/{pk}/entscheiden/", {"state": "dropped", "reason": "x"}).status_code == 403


def test_start_page_search_and_settings(guide: Client, bensheim: MunicipalityRef, client_for: Any) -> None:
    assert "wartet auf eine Entscheidung" not in text(guide.get(CARD))
    with inside(realm_of(bensheim)):
        a_need("Hebammen gesucht")
    assert "1 Bedarf wartet auf eine Entscheidung." in text(guide.get(CARD))
    assert "Hebammen gesucht" in text(guide.get("/suche/?q=hebamme"))
    boss = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    kept = {"decide_within_days": "30", "review_after_days": "90"}
    assert "Gespeichert." in text(boss.post("/bedarfe/einstellungen/", kept, follow=True))
    assert boss.post("/bedarfe/einstellungen/", {**kept, "decide_within_days": "0"}).status_code == 422


def test_the_demo_states_needs_from_its_own_answers(bensheim: MunicipalityRef, wave: int) -> None:
    entry = next(one for one in demo_selection(4) if one.slug == "bensheim")
    for _run in (1, 2):
        state_needs(entry, 1)
    with inside(realm_of(bensheim)):
        need = Need.objects.get()
        assert (need.topic, need.state, need.priority) == ("housing", "in_work", "now")
        assert list(need.evidence.values_list("wave_id", "n")) == [(wave, 30), (None, None)]
