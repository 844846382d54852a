"""Pages that are kept are empty ones: nobody's answers stay in the process, and nobody sees another's."""

from __future__ import annotations

from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.participation.drawing import EMPTY
from tenants.surveys.models import Wave
from tests.tenants.participation.visitor import Visitor


def test_kept_pages_hold_nobodys_answers(bensheim: MunicipalityRef, visitor: Visitor, wave: Wave) -> None:
    visitor.begin("de")
    visitor.send(a_lives_here="yes")
    visitor.send(a_lives_here="yes", a_rooms="3")
    visitor.send(go="back")
    assert visitor.page.select_one("[name=a_rooms]")["value"] == "3"
    with inside(realm_of(bensheim)):
        kept = [drawn.html for drawn in EMPTY._kept._values.values()]
    assert kept
    assert not [html for html in kept if "checked" in html or ('value="3"' in html and "a_rooms" in html)]
    other = Visitor(type(visitor.client)(HTTP_HOST=visitor.client.defaults["HTTP_HOST"]), wave)
    other.begin("de")
    assert other.page.select("input[checked]") == []


def test_each_language_has_a_page_of_its_own(visitor: Visitor, wave: Wave) -> None:
    visitor.begin("de")
    german = visitor.page.select_one("legend").text.strip()
    other = Visitor(type(visitor.client)(HTTP_HOST=visitor.client.defaults["HTTP_HOST"]), wave)
    other.begin("ar")
    assert other.page.select_one("legend").text.strip() != german
