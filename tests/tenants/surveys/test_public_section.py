"""Running surveys on the town's public page, in the visitor's language."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.ui.languages import PARTICIPANT_LANGUAGES
from shared.instruments.sentences import interface_text
from tests.tenants.surveys.waves import open_wave, version


def section(visitor: Client, code: str) -> Tag | None:
    """The section of the start page in a language."""
    page = BeautifulSoup(visitor.get(f"/?sprache={code}", secure=True).content, "html.parser")
    heading = page.find(id="bereich-surveys")
    return heading.find_parent("section") if isinstance(heading, Tag) else None


@pytest.mark.parametrize("code", [language.code for language in PARTICIPANT_LANGUAGES])
def test_a_running_survey_is_offered_in_the_language_of_the_page(
    bensheim: MunicipalityRef, client_for: Any, code: str
) -> None:
    """Who has chosen a language goes straight to the notice in it."""
    with inside(realm_of(bensheim)):
        wave = open_wave()
        titles = wave.version.definition["title"]
    found = section(client_for(bensheim), code)
    assert found is not None
    heading, link = found.select_one("h2"), found.select_one("a")
    assert heading is not None
    assert link is not None
    assert (heading.get_text(), heading.get("lang")) == (interface_text("running_surveys", code).text, None)
    assert link.get_text() == titles.get(code, titles["de"])
    assert link.get("lang") == (None if code in titles else "de")
    expected = f"/u/{wave.token}/" if code == "de" else f"/u/{wave.token}/beginnen/{code}/"
    assert link["href"] == expected
    assert client_for(bensheim).get(expected, secure=True).status_code == 200


def test_what_only_the_administration_is_asked_does_not_stand_there(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Its link comes from colleagues; residents would answer it by mistake."""
    with inside(realm_of(bensheim)):
        open_wave(version(perspective="administration"))
    assert section(client_for(bensheim), "de") is None
