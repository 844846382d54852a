"""French texts for participants: the blanks before a mark do not break, so no line begins with it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import shared.instruments
from kisi.ui.languages import PARTICIPANT_LANGUAGES
from shared.library.shipped import shipped_templates
from tenants.site.words import words_of

FILE = Path(shared.instruments.__file__).with_name("interface_texts.json")
WRONG = re.compile("(?<!\u202f)[;!?]|(?<!\u00a0)(?::(?!//)|»)|«(?!\u00a0)")
"""U+202F stands before ; ! ? and U+00A0 before : and inside « »."""


def french_in(value: Any) -> list[str]:
    """Every French text of a document in which texts stand by language."""
    if isinstance(value, list):
        return [text for part in value for text in french_in(part)]
    if not isinstance(value, dict):
        return []
    here = [value["fr"]] if isinstance(value.get("fr"), str) else []
    return here + [text for part in value.values() for text in french_in(part)]


TEXTS = {
    "questionnaires": french_in([file["content"] for file in shipped_templates() if file["kind"] == "survey"]),
    "interface": french_in(json.loads(FILE.read_text(encoding="utf-8"))),
    "public site": list(words_of("fr").by_key.values()),
}


@pytest.mark.parametrize("where", TEXTS)
def test_no_mark_stands_alone_at_the_beginning_of_a_line(where: str) -> None:
    """Blanks as the Imprimerie nationale sets them."""
    assert "fr" in {language.code for language in PARTICIPANT_LANGUAGES}
    assert len(TEXTS[where]) > 20
    assert [text for text in TEXTS[where] if WRONG.search(text)] == []


@pytest.mark.parametrize("text", ["Merci !", "Merci!", "Code : 1", "« oui »", "«oui»", "Pourquoi\u00a0?"])
def test_what_is_set_wrong_is_found(text: str) -> None:
    """Otherwise the test above would say nothing."""
    assert WRONG.search(text)
