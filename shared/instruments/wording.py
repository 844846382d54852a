"""Conditions and answers in German words, for those who write and read instruments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from shared.instruments.definition import DONT_KNOW, Question, question_of, text_of

Document = Mapping[str, Any]


def condition_sentence(condition: Document, document: Document) -> str:
    """A condition as it is read: „Wohnen Sie hier?“ ist „Ja“ oder „Nein“."""
    questions = {
        question["code"]: question
        for page in document["pages"]
        for group in page["groups"]
        for question in group["questions"]
    }
    return _sentence(condition, questions)


def _sentence(condition: Document, questions: Mapping[str, Document]) -> str:
    if "all" in condition or "any" in condition:
        parts = condition.get("all") or condition.get("any") or []
        said = [_sentence(one, questions) for one in parts]
        joint = _(" und ") if "all" in condition else _(" oder ")
        return joint.join(f"({one})" for one in said) if len(said) > 1 else "".join(said)
    code = condition["question"]
    found = questions.get(code)
    name = short_text(found["text"]["de"]) if found else code
    if "answered" in condition:
        return _("„%(name)s“ ist beantwortet") % {"name": name}
    values = condition.get("any_of") or condition.get("none_of") or []
    labels = _(" oder ").join(f"„{value_label(question_of(found), one) if found else one}“" for one in values)
    words = _("„%(name)s“ ist %(values)s") if "any_of" in condition else _("„%(name)s“ ist nicht %(values)s")
    return words % {"name": name, "values": labels}


def value_label(question: Question, value: str, language: str = "de") -> str:
    """What an answer's text stands for: the option's words, a point with its label, or the value itself."""
    if question.scale is not None and value != DONT_KNOW:
        label = text_of(question.scale.labels.get(int(value), {}), language).text if _is_point(value) else ""
        return f"{value} – {label}" if label else value
    if value == DONT_KNOW and question.dont_know:
        return _("weiß nicht")
    try:
        return text_of(question.option(value).text, language).text
    except KeyError:
        return value


def _is_point(value: str) -> bool:
    return value.lstrip("-").isdecimal() and len(value) < 4


def short_text(text: str, length: int = 70) -> str:
    """The beginning of a text."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
