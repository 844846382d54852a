"""Pages that are kept are empty ones: nobody's answers stay in the process, and nobody sees another's."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup

from kisi.core.realms import MunicipalityRef
from kisi.core.roles import Role
from tenants.participation.drawing import EMPTY, WHOLE
from tenants.surveys.models import Wave
from tests.accounts import person, sign_in
from tests.tenants.participation.visitor import Visitor


def test_kept_pages_hold_nobodys_answers(visitor: Visitor, wave: Wave) -> None:
    visitor.begin("de")
    visitor.send(a_lives_here="yes")
    visitor.send(a_lives_here="yes", a_rooms="3")
    visitor.send(go="back")
    assert visitor.page.select_one("[name=a_rooms]")["value"] == "3"
    kept = [drawn.html for drawn in EMPTY.values()]
    assert kept
    assert not [html for html in kept if "checked" in html or ('value="3"' in html and "a_rooms" in html)]
    other = Visitor(type(visitor.client)(HTTP_HOST=visitor.client.defaults["HTTP_HOST"]), wave)
    other.begin("de")
    assert other.page.select("input[checked]") == []


def test_kept_whole_sheets_hold_nobodys_answers(bensheim: MunicipalityRef, client_for: Any, wave: Wave) -> None:
    """Whatever was typed in from paper or in an interview and refused, the next sheet is an empty one."""
    guide = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    wish = "Eine größere Wohnung"
    for address in (f"/erhebungen/{wave.pk}/papier/erfassen/", f"/erhebungen/{wave.pk}/gespraech/?language=ar"):
        WHOLE.forget()
        sent = {"language": "ar", "a_lives_here": "?", "a_wish": wish, "a_rooms": "77"}
        refused = guide.post(address, sent, secure=True)
        assert refused.status_code == 422
        assert wish in refused.text
        assert len(WHOLE) == 0
        empty = guide.get(address, secure=True).text
        assert len(WHOLE) == 1
        assert guide.post(address, sent, secure=True).text.count(wish) == 1
        for markup in (empty, guide.get(address, secure=True).text, WHOLE.values()[0].html):
            assert "a_wish" in markup
            assert wish not in markup
            assert {one.get("value") for one in BeautifulSoup(markup, "html.parser").select("[name=a_rooms]")} == {""}


def test_each_language_has_a_page_of_its_own(visitor: Visitor, wave: Wave) -> None:
    visitor.begin("de")
    german = visitor.page.select_one("legend").text.strip()
    other = Visitor(type(visitor.client)(HTTP_HOST=visitor.client.defaults["HTTP_HOST"]), wave)
    other.begin("ar")
    assert other.page.select_one("legend").text.strip() != german
