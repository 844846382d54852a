"""Limits of answers as XLSForm's ``constraint``, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from shared.instruments.xlsform.relevance import NotSupported

Part = dict[str, Any]


def as_constraint(question: Mapping[str, Any]) -> str:
    """The limits of a question as XPath; empty for none."""
    said: list[str] = []
    limits = question.get("number", {})
    said += [f". >= {limits['min']}"] if "min" in limits else []
    said += [f". <= {limits['max']}"] if "max" in limits else []
    days = question.get("date", {})
    said += [f". >= date('{days['min']}')"] if "min" in days else []
    said += [f". <= date('{days['max']}')"] if "max" in days else []
    said += [f"string-length(.) <= {question['text_length']}"] if "text_length" in question else []
    said += [f"count-selected(.) <= {question['at_most']}"] if "at_most" in question else []
    alone = [option["code"] for option in question.get("options", ()) if option.get("exclusive")]
    said += [f"not(selected(., '{code}') and count-selected(.) > 1)" for code in alone]
    return " and ".join(said)


_NUMBER: Final = r"(-?\d{1,13}(?:\.\d{1,6})?)"
_FORMS: Final[tuple[tuple[str, str, str], ...]] = (
    ("number", "min", rf"\.\s*>=\s*{_NUMBER}"),
    ("number", "max", rf"\.\s*<=\s*{_NUMBER}"),
    ("date", "min", r"\.\s*>=\s*date\(\s*'(\d{4}-\d\d-\d\d)'\s*\)"),
    ("date", "max", r"\.\s*<=\s*date\(\s*'(\d{4}-\d\d-\d\d)'\s*\)"),
    ("text", "text_length", r"string-length\(\s*\.\s*\)\s*<=\s*(\d{1,5})"),
    ("multi", "at_most", r"count-selected\(\s*\.\s*\)\s*<=\s*(\d{1,3})"),
    (
        "multi",
        "exclusive",
        r"not\(\s*selected\(\s*\.\s*,\s*'([^']+)'\s*\)\s+and\s+count-selected\(\s*\.\s*\)\s*>\s*1\s*\)",
    ),
)


def with_constraint(question: Part, expression: str, values: Mapping[str, str]) -> Part:
    """The question with the limits an expression says; ``values`` are the names of its answers with their codes.

    Raises ``NotSupported``.
    """
    rest = expression.strip()
    while rest:
        name, value, rest = _first(question["type"], rest)
        _put(question, name, values.get(value, value))
        joint = re.match(r"\s+and\s+", rest)
        if rest and joint is None:
            raise NotSupported
        rest = rest[joint.end() :] if joint else ""
    return question


def _first(kind: str, text: str) -> tuple[str, str, str]:
    for wanted, name, pattern in _FORMS:
        found = re.match(pattern + r"(?=\s|$)", text) if wanted == kind else None
        if found:
            return name, found.group(1), text[found.end() :]
    raise NotSupported


def _put(question: Part, name: str, value: str) -> None:
    kind = question["type"]
    if name == "exclusive":
        for option in question["options"]:
            if option["code"] == value:
                option["exclusive"] = True
    elif kind == "number":
        question.setdefault("number", {})[name] = float(value) if "." in value else int(value)
    elif kind == "date":
        question.setdefault("date", {})[name] = value
    else:
        question[name] = int(value)
