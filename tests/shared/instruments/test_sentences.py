"""Refusals in the participant's language."""

from __future__ import annotations

import ast
from pathlib import Path

from kisi.ui.languages import PARTICIPANT_LANGUAGES
from shared.instruments import answers, sentences
from shared.instruments.answers import Reason
from shared.instruments.definition import Text

CODES = [language.code for language in PARTICIPANT_LANGUAGES]


def test_the_review_states_name_every_language() -> None:
    """One file, one state a language: what an editor sees is true of refusals and buttons alike."""
    assert set(sentences.review_states()) == set(CODES)
    assert sentences.review_states()["de-simple"] == "draft"


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
    keys = {sentences.REFUSED + sentences.SAME_SENTENCE.get(code, code) for code in raised}
    said = {key for key in sentences.interface_texts() if key.startswith(sentences.REFUSED)}
    assert keys == said


def test_a_reason_is_said() -> None:
    """With its numbers; in German where the language is not known."""
    reason = Reason("too_many", {"max": 3})
    assert sentences.say(reason, "en") == Text("Please choose at most 3 answers.", "en", fell_back=False)
    assert sentences.say(reason, "xx") == Text("Bitte wählen Sie höchstens 3 Antworten.", "de", fell_back=True)
    assert sentences.dont_know("uk").text == "не знаю"
