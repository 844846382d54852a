"""Refusals in the participant's language."""

from __future__ import annotations

import ast
import string
from pathlib import Path

from kisi.ui.languages import PARTICIPANT_LANGUAGES
from shared.instruments import answers, sentences
from shared.instruments.answers import Reason
from shared.instruments.definition import Text

CODES = [language.code for language in PARTICIPANT_LANGUAGES]


def test_every_sentence_is_there_in_every_language_with_the_same_numbers() -> None:
    """A translation that lost its number would lie."""
    for key, texts in sentences._data()["sentences"].items():
        assert list(texts) == CODES, key
        fields = {code: {part[1] for part in string.Formatter().parse(text) if part[1]} for code, text in texts.items()}
        assert len({frozenset(names) for names in fields.values()}) == 1, key
    assert list(sentences.review_states()) == CODES


def test_every_reason_of_the_code_has_a_sentence() -> None:
    """Read from the source: what can be raised can be said."""
    tree = ast.parse(Path(answers.__file__).read_text(encoding="utf-8"))
    raised = {
        node.args[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"_Refused", "Reason"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert {"required", "unknown", "too_long"} <= raised
    known = sentences._data()["sentences"]
    assert {sentences.SAME_SENTENCE.get(code, code) for code in raised} <= set(known)


def test_a_reason_is_said() -> None:
    """With its numbers; in German where the language is not known."""
    reason = Reason("too_many", {"max": 3})
    assert sentences.say(reason, "en") == Text("Please choose at most 3 answers.", "en", fell_back=False)
    assert sentences.say(reason, "xx") == Text("Bitte wählen Sie höchstens 3 Antworten.", "de", fell_back=True)
    assert sentences.dont_know("uk").text == "Не знаю"
