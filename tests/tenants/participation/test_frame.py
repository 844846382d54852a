"""What stands around participants' pages – skip link, footer, links – in the language of the page."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from kisi.ui.languages import PARTICIPANT_LANGUAGES
from shared.instruments.sentences import interface_texts
from tenants.site.words import words_of
from tests.tenants.participation.visitor import Visitor

CODES = [language.code for language in PARTICIPANT_LANGUAGES]
KEYS = ("skip", "areas", "eu_funding", "eu_funding_by", "eu_emblem")
LINKS = ("imprint", "privacy", "accessibility", "report_barrier", "staff")


def pages(visitor: Visitor, code: str) -> dict[str, BeautifulSoup]:
    """Every kind of page somebody meets on the way, in one language."""
    visitor.open(f"?sprache={code}")
    found = {"languages": visitor.page}
    visitor.open(f"beginnen/{code}/")
    found["begin"] = visitor.page
    visitor.send(consent="yes")
    found["page"] = visitor.page
    visitor.open(f"weiter/?sprache={code}")
    found["resume"] = visitor.page
    found["unknown"] = BeautifulSoup(visitor.client.get(f"/u/no-such/?sprache={code}").content, "html.parser")
    return found


@pytest.mark.parametrize("code", CODES)
def test_everything_around_the_page_is_in_its_language(visitor: Visitor, code: str) -> None:
    texts, words = interface_texts(), words_of(code)
    for name, page in pages(visitor, code).items():
        assert page.html["lang"] == code, name
        assert page.select_one(".k-skip").get_text(strip=True) == texts["skip"][code], name
        funding = page.select_one("footer .k-funding")
        assert funding.find_parent("div", attrs={"lang": "de"}) is None, name
        said = f"{texts['eu_funding'][code]} {texts['eu_funding_by'][code]}"
        assert funding.get_text().split() == said.split(), name
        assert funding.svg["aria-label"] == texts["eu_emblem"][code], name
        assert [link.get_text(strip=True) for link in page.select(".k-public__links a")] == [
            words[key] for key in LINKS
        ], name
        home = page.select_one("a.k-brand")["href"]
        assert home.endswith(f"?sprache={code}") is (code != "de"), (name, home)


def test_no_text_around_the_page_is_german_elsewhere() -> None:
    """A copy of the German words would pass the test above."""
    for key in KEYS:
        texts = interface_texts()[key]
        assert [code for code in CODES if code != "de" and texts[code] == texts["de"]] == [], key
