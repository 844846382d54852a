"""The sheet on paper before there is a wave."""

from __future__ import annotations

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pypdf import PdfReader

from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tests.accounts import person, sign_in
from tests.printed import PRINTER_NEEDS, lowest_text
from tests.tenants.surveys.waves import version


@pytest.fixture
def guide(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """A guide's browser."""
    return sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)


@pytest.mark.parametrize(
    ("released", "mark"), [(False, "Entwurf – nicht ausgeben"), (True, "Vorschau – nicht ausgeben")]
)
@pytest.mark.parametrize("language", ["de", "ar", "en"])
def test_a_version_on_paper_in_every_language(
    guide: Client, bensheim: MunicipalityRef, language: str, released: bool, mark: str
) -> None:
    """Marked on every page, without QR code and number; tagged and in its language like every sheet."""
    with inside(realm_of(bensheim)):
        asked = version(released=released)
    page = guide.get(f"/frageboegen/{asked.instrument_id}/version/1/?sprache={language}")
    link = BeautifulSoup(page.content, "html.parser").select_one("main a[href*='papier.pdf']")
    assert "Auf Papier (PDF)" in link.text
    answer = guide.get(link["href"])
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    reader = PdfReader(io.BytesIO(answer.content))
    assert (reader.trailer["/Root"]["/Lang"], reader.trailer["/Root"]["/MarkInfo"]["/Marked"]) == (language, True)
    for sheet in reader.pages:
        text = " ".join(sheet.extract_text().split())
        assert mark in text
        assert "/u/" not in text
        assert "Bogen 0" not in text


@pytest.mark.parametrize("invented", [False, True])
def test_no_line_falls_off_the_sheet(guide: Client, bensheim: MunicipalityRef, settings: Any, invented: bool) -> None:
    """Also where the foot of the page has to say that the data are made up."""
    settings.KISI_INVENTED_DATA = invented
    with inside(realm_of(bensheim)):
        asked = version()
    answer = guide.get(f"/frageboegen/{asked.instrument_id}/version/1/papier.pdf?sprache=de")
    pages = PdfReader(io.BytesIO(answer.content)).pages
    assert ("Erfundene Daten" in pages[0].extract_text()) is invented
    assert min(map(lowest_text, pages)) > PRINTER_NEEDS


def test_a_draft_without_pages_and_a_language_it_does_not_have(guide: Client, bensheim: MunicipalityRef) -> None:
    with inside(realm_of(bensheim)):
        asked = version(released=False, pages=[])
    home = f"/frageboegen/{asked.instrument_id}/version"
    for query in ("", "?sprache=ti", "?sprache=%00"):
        answer = guide.get(f"{home}/1/papier.pdf{query}")
        assert "-de.pdf" in answer["Content-Disposition"]
    assert guide.get(f"{home}/9/papier.pdf").status_code == 404
