"""The fixed texts of participants' pages: complete in every language, with the same placeholders."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import shared.instruments
from kisi.ui.languages import PARTICIPANT_LANGUAGES

FILE = Path(shared.instruments.__file__).with_name("interface_texts.json")
LANGUAGES = {language.code for language in PARTICIPANT_LANGUAGES}
PLACEHOLDER = re.compile(r"%\(\w+\)s")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The file as it is shipped."""
    content: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return content


def test_every_text_is_there_in_every_language(document: dict[str, Any]) -> None:
    """No participant meets a German sentence on a page in another language."""
    assert set(document["languages"]) == LANGUAGES
    gaps = {key: LANGUAGES ^ set(texts) for key, texts in document["texts"].items() if set(texts) != LANGUAGES}
    assert gaps == {}
    assert [key for key, texts in document["texts"].items() if not all(text.strip() for text in texts.values())] == []


def test_placeholders_are_the_same_in_every_language(document: dict[str, Any]) -> None:
    """A lost ``%(contact)s`` would leave a notice without an address; a lone ``%`` would break the formatting."""
    for key, texts in document["texts"].items():
        expected = sorted(PLACEHOLDER.findall(texts["de"]))
        for language, text in texts.items():
            assert sorted(PLACEHOLDER.findall(text)) == expected, (key, language)
            assert "%" not in PLACEHOLDER.sub("", text), (key, language)


def test_only_german_claims_to_be_checked(document: dict[str, Any]) -> None:
    """No one has read the translations yet, and Leichte Sprache has had no test readers."""
    states = {code: header["review"] for code, header in document["languages"].items()}
    assert states.pop("de") == "source"
    assert states.pop("de-simple") == "draft"
    assert set(states.values()) == {"machine"}


def test_buttons_are_short_and_the_notice_fits_a_phone(document: dict[str, Any]) -> None:
    """A button breaks a 360 pixel line beyond some thirty characters."""
    texts = document["texts"]
    for key in ("start", "next", "back", "send", "resume_button", "yes", "no"):
        assert max(map(len, texts[key].values())) <= 30, key
    assert max(map(len, texts["privacy_short"].values())) <= 300
    assert max(map(len, texts["privacy_full"].values())) <= 1800


def test_the_privacy_notice_comes_in_paragraphs(document: dict[str, Any]) -> None:
    """Nobody reads a thousand characters in one block on a phone."""
    for language, text in document["texts"]["privacy_full"].items():
        assert max(map(len, text.split("\n\n"))) <= 420, language
