"""From the texts a form sends to answers, without judging them: that is what ``check_answers`` does."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

from shared.instruments.definition import DONT_KNOW, Question


def answer_from_texts(question: Question, texts: Sequence[str]) -> Any:
    """The answer that the values of a form field stand for; None when the field was left empty.

    Numbers may be written with a comma and with Arabic or Persian digits. What cannot be read stays
    the text it was, and several different answers to a question that takes one stay several, so that
    ``check_answers`` refuses them and the form shows them again.
    """
    if question.type == "multi":
        return [text for text in texts if text]
    said = list(dict.fromkeys(text for text in texts if text.strip()))
    if len(said) != 1:
        return said or None
    text = said[0]
    if question.type == "scale" and text != DONT_KNOW:
        return _number(text)
    if question.type == "number":
        return _number(text)
    return text


def _number(text: str) -> Any:
    if len(text) > 30:
        return text
    plain = "".join(_plain(sign) for sign in text.strip())
    try:
        return int(plain) if plain.lstrip("-").isdigit() else float(plain)
    except ValueError:
        return text


def _plain(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return {",": ".", "\u066b": ".", "\u00a0": "", "\u202f": "", "−": "-"}.get(sign, sign)
