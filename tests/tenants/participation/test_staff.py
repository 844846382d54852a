"""Paper and interviews: what staff prints, types in, takes back."""

from __future__ import annotations

import io
import uuid
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pypdf import PdfReader

from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from shared.instruments.sentences import interface_text
from tenants.surveys.models import Response, TypedSheet, Wave
from tests.accounts import person, sign_in
from tests.tenants.surveys.waves import FULL

DIGITS = {
    "a_lives_here": "1",
    "a_rooms": "3",
    "a_need_housing": "2",
    "a_barriers": "1 2",
    "a_since": "1.5.2020",
    "a_wish": "Eine größere Wohnung",
}


@pytest.fixture
def guide(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """A guide's browser."""
    return sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)


def sheet(**changes: Any) -> dict[str, Any]:
    """A paper sheet as it is typed in."""
    return {"sheet": str(uuid.uuid4()), "language": "ar", "number": "7", **DIGITS, **changes}


def stored(town: MunicipalityRef) -> list[Response]:
    """What was stored."""
    with inside(realm_of(town)):
        return list(Response.objects.all())


@pytest.mark.parametrize("language", ["de", "ar", "ti", "ku"])
def test_sheets_are_printed_with_numbers_and_tagged(guide: Client, wave: Wave, language: str) -> None:
    """PDF/UA in every script, no letter without its font; numbers go on with the next print."""
    address = f"/erhebungen/{wave.pk}/papier/"
    answer = guide.post(address, {"language": language, "count": "2"})
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == language
    text = "".join(page.extract_text() for page in reader.pages)
    assert "Bogen 0001" in text
    assert "Bogen 0002" in text
    again = PdfReader(io.BytesIO(guide.post(address, {"language": language, "count": "1"}).content))
    assert "Bogen 0003" in "".join(page.extract_text() for page in again.pages)


def test_every_page_of_a_sheet_says_how_many_there_are_and_who_pays(guide: Client, wave: Wave) -> None:
    """A staple that fell apart can be sorted; the statement is in the sheet's language."""
    address = f"/erhebungen/{wave.pk}/papier/"
    reader = PdfReader(io.BytesIO(guide.post(address, {"language": "uk", "count": "2"}).content))
    pages = [page.extract_text() for page in reader.pages]
    of_one = len(pages) // 2
    for place, text in enumerate(pages):
        assert f"Bogen {place // of_one + 1:04}" in text
        assert f"{place % of_one + 1}/{of_one}" in text
        assert interface_text("eu_funding", "uk").text in text
        assert "Kofinanziert" not in text


def test_too_many_sheets_are_refused(guide: Client, wave: Wave) -> None:
    answer = guide.post(f"/erhebungen/{wave.pk}/papier/", {"language": "de", "count": "5000"})
    assert answer.status_code == 422


def test_digits_are_answers(guide: Client, bensheim: MunicipalityRef, wave: Wave) -> None:
    answer = guide.post(f"/erhebungen/{wave.pk}/papier/erfassen/", sheet())
    assert answer.status_code == 302
    (response,) = stored(bensheim)
    assert (response.answers, response.channel, response.language) == (FULL, "paper", "ar")


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"a_barriers": "12"}, 302),
        ({"a_barriers": "1 2 3"}, 422),
        ({"a_barriers": "1,4"}, 422),
        ({"a_lives_here": "1 2"}, 422),
        ({"a_lives_here": ["1", "2"]}, 422),
        ({"a_need_housing": ["1", "1"]}, 422),
        ({"a_other": "1"}, 422),
        ({"a_lives_here": "3"}, 422),
        ({"a_lives_here": "ja"}, 422),
        ({"a_lives_here": ""}, 422),
        ({"a_need_housing": "4"}, 302),
        ({"a_need_housing": "9"}, 422),
        ({"a_rooms": "viele"}, 422),
        ({"a_wish": "a\0b"}, 422),
        ({"sheet": "no number"}, 422),
        ({"language": "klingon"}, 422),
        ({"number": "-1"}, 422),
        ({"number": "99999999999999999999"}, 422),
    ],
)
def test_what_cannot_be_an_answer_is_refused(
    guide: Client, bensheim: MunicipalityRef, wave: Wave, typed: dict[str, Any], status: int
) -> None:
    answer = guide.post(f"/erhebungen/{wave.pk}/papier/erfassen/", sheet(**typed))
    assert answer.status_code == status
    assert len(stored(bensheim)) == (status == 302)


def test_a_refused_sheet_keeps_what_was_typed(guide: Client, wave: Wave) -> None:
    page = BeautifulSoup(
        guide.post(f"/erhebungen/{wave.pk}/papier/erfassen/", sheet(a_rooms="viele")).content, "html.parser"
    )
    shown = {field["name"]: field.get("value") for field in page.select("[data-typing] input[name^=a_]")}
    assert (shown["a_lives_here"], shown["a_rooms"], shown["a_barriers"]) == ("1", "viele", "1 2")
    assert page.select_one("#a_rooms_error")


def test_a_sheet_typed_twice_is_pointed_out_and_one_typed_by_mistake_taken_back(
    guide: Client, bensheim: MunicipalityRef, wave: Wave, client_for: Any
) -> None:
    """Only by whoever typed it, and only lately."""
    address = f"/erhebungen/{wave.pk}/papier/erfassen/"
    first = sheet()
    guide.post(address, first)
    guide.post(address, first)
    assert len(stored(bensheim)) == 1
    again = guide.post(address, sheet())
    assert again.status_code == 422
    assert "schon erfasst" in again.text
    assert guide.post(address, sheet(repeat="1")).status_code == 302
    page = BeautifulSoup(guide.get(address).content, "html.parser")
    undo = [form["action"] for form in page.select("form") if "zuruecknehmen" in form.get("action", "")]
    assert len(undo) == 2
    other = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    assert other.post(undo[0]).status_code == 404
    undone = guide.post(undo[0])
    assert (undone.status_code, undone["Location"]) == (302, f"{address}?sprache=ar"), "the next one is Arabic too"
    assert guide.post(undo[0]).status_code == 404
    assert len(stored(bensheim)) == 1
    with inside(realm_of(bensheim)):
        assert TypedSheet.objects.count() == 0


def test_an_interview_is_one_screen_in_the_persons_language(
    guide: Client, bensheim: MunicipalityRef, wave: Wave
) -> None:
    address = f"/erhebungen/{wave.pk}/gespraech/"
    assert guide.get(address).status_code == 200
    page = BeautifulSoup(guide.get(f"{address}?language=ar").content, "html.parser")
    assert page.select_one("main [dir=rtl][lang=ar]")
    number = page.select_one("[name=sheet]")["value"]
    given = {"language": "ar", "sheet": number, "a_lives_here": "no", "a_rooms": "3", "a_where": "Köln"}
    refused = guide.post(address, given)
    assert refused.status_code == 422
    assert 'value="Köln"' in refused.text
    for _twice in range(2):
        assert guide.post(address, {**given, "consent": "yes"}).status_code == 302
    (response,) = stored(bensheim)
    assert (response.answers, response.channel) == ({"lives_here": "no", "where": "Köln"}, "assisted")


@pytest.mark.parametrize(
    ("more", "key"), [({"a_lives_here": ["no", "yes"]}, "refused_only_one"), ({"a_other": "x"}, "refused_not_asked")]
)
def test_an_interview_takes_no_answer_in_doubt(
    guide: Client, bensheim: MunicipalityRef, wave: Wave, more: dict[str, Any], key: str
) -> None:
    given = {"language": "ar", "sheet": str(uuid.uuid4()), "consent": "yes", "a_lives_here": "no", "a_where": "Köln"}
    answer = guide.post(f"/erhebungen/{wave.pk}/gespraech/", {**given, **more})
    assert answer.status_code == 422
    errors = BeautifulSoup(answer.content, "html.parser").select_one("#fehler[role=alert]")
    assert interface_text(key, "ar").text in errors.text
    assert 'value="Köln"' in answer.text
    assert stored(bensheim) == []


def test_ways_that_a_wave_does_not_offer_are_not_there(guide: Client, bensheim: MunicipalityRef, wave: Wave) -> None:
    with inside(realm_of(bensheim)):
        Wave.objects.update(channels=["link"])
    for path in ("papier/", "papier/erfassen/", "gespraech/", "tablet/"):
        assert guide.get(f"/erhebungen/{wave.pk}/{path}").status_code == 404
    assert guide.post(f"/erhebungen/{wave.pk}/codes/", {"label": "x", "size": "1"}).status_code == 422


@pytest.mark.parametrize("page", ["papier", "papier/erfassen", "gespraech", "gespraech/?language=ar", "tablet"])
def test_who_only_enters_answers_finds_no_way_into_closed_pages(
    bensheim: MunicipalityRef, client_for: Any, wave: Wave, page: str
) -> None:
    """Every link of a contributor's page opens; before, "Fertig" and the trail led to a page they may not see."""
    helper = sign_in(client_for(bensheim), person(bensheim, Role.CONTRIBUTOR), bensheim)
    address = f"/erhebungen/{wave.pk}/{page}" + ("" if "?" in page else "/")
    answer = helper.get(address, secure=True)
    assert answer.status_code == 200
    links = {link["href"] for link in BeautifulSoup(answer.content, "html.parser").select("main a[href^='/']")}
    assert "/erhebungen/erfassen/" in links
    assert {link: helper.get(link, secure=True).status_code for link in links} == dict.fromkeys(links, 200)
