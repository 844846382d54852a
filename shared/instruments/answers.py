"""Answers against a definition: what is accepted, and why something is not."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from shared.instruments.conditions import number_text
from shared.instruments.definition import DONT_KNOW, Definition, Question, from_stored
from shared.instruments.flow import visible_codes

MAX_ANSWERS: Final = 400


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an answer is refused: a stable code with its numbers; ``sentences.say`` puts it into a language."""

    code: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


class AnswersRefused(ValueError):
    """At least one answer is not acceptable; ``reasons`` by question code. Nothing of the sheet may be kept."""

    def __init__(self, reasons: Mapping[str, Reason]) -> None:
        self.reasons = dict(reasons)
        super().__init__(", ".join(f"{code}: {reason.code}" for code, reason in self.reasons.items()))


class _Refused(Exception):
    def __init__(self, code: str, **parameters: str | int) -> None:
        self.reason = Reason(code, parameters)


def check_answers(
    definition: Definition | Mapping[str, Any], answers: Mapping[str, Any], *, complete: bool = False
) -> dict[str, Any]:
    """The answers normalised, in the order of the questions; empty ones are left out.

    ``complete`` also demands answers to required questions that are shown. A stored document may be
    given instead of its values. Raises ``AnswersRefused`` naming every question at once.
    """
    if not isinstance(definition, Definition):
        definition = from_stored(definition)
    if not isinstance(answers, Mapping):
        raise AnswersRefused({"": Reason("wrong_type")})
    if len(answers) > MAX_ANSWERS:
        raise AnswersRefused({"": Reason("unknown")})
    accepted, refused = _each(definition, answers)
    shown = visible_codes(definition, accepted)
    if refused.keys().isdisjoint(question.code for question in definition.asked):
        # A wrong answer may have hidden others that are right: then only the wrong one is named.
        refused |= {code: Reason("hidden") for code in accepted if code not in shown}
    if complete:
        refused |= _missing(definition, accepted, shown, refused)
    if refused:
        raise AnswersRefused(refused)
    return accepted


def _each(definition: Definition, answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Reason]]:
    questions = {question.code: question for question in definition.asked if question.type != "note"}
    known = {question.code for question in definition.questions}
    refused = {
        _name(code): Reason("hidden" if code in known else "unknown")
        for code in answers
        if code not in questions and (code not in known or not is_empty(answers[code]))
    }
    accepted: dict[str, Any] = {}
    for code, question in questions.items():
        if is_empty(answers.get(code)):
            continue
        try:
            accepted[code] = checked(question, answers[code])
        except _Refused as refusal:
            refused[code] = refusal.reason
    return accepted, refused


def _name(code: Any) -> str:
    return code[:60].replace("\x00", "") if isinstance(code, str) else ""


def _missing(
    definition: Definition, accepted: Mapping[str, Any], shown: frozenset[str], refused: Mapping[str, Reason]
) -> dict[str, Reason]:
    return {
        question.code: Reason("required")
        for question in definition.asked
        if question.required
        and question.code in shown
        and question.code not in accepted
        and question.code not in refused
    }


def is_empty(answer: Any) -> bool:
    """Whether this says nothing: None, blank text, an empty list."""
    return answer is None or answer == [] or (isinstance(answer, str) and not answer.strip())


def checked(question: Question, answer: Any) -> Any:
    """One answer normalised; raises inside this module, callers use ``check_answers``."""
    if isinstance(answer, list) and question.type != "multi":
        raise _Refused("only_one")
    return _CHECKS[question.type](question, answer)


def _single(question: Question, answer: Any) -> str:
    if not isinstance(answer, str):
        raise _Refused("wrong_type")
    if answer not in question.values:
        raise _Refused("not_an_option")
    return answer


def _multi(question: Question, answer: Any) -> list[str]:
    if not isinstance(answer, list) or not all(isinstance(code, str) for code in answer):
        raise _Refused("wrong_type")
    if len(answer) > len(question.options) or len(set(answer)) < len(answer):
        raise _Refused("doubled")
    if not set(answer) <= set(question.values):
        raise _Refused("not_an_option")
    if len(answer) > 1 and any(question.option(code).exclusive for code in answer):
        raise _Refused("exclusive")
    if question.at_most is not None and len(answer) > question.at_most:
        raise _Refused("too_many", max=question.at_most)
    return [code for code in question.values if code in answer]


def _scale(question: Question, answer: Any) -> int | str:
    if answer == DONT_KNOW and question.dont_know:
        return DONT_KNOW
    if not isinstance(answer, int) or isinstance(answer, bool):
        raise _Refused("wrong_type")
    if question.scale is None or answer not in question.scale.points:
        raise _Refused("not_an_option")
    return answer


def _number(question: Question, answer: Any) -> int | float:
    if not isinstance(answer, int | float) or isinstance(answer, bool):
        raise _Refused("not_a_number")
    if isinstance(answer, float) and math.isnan(answer):
        raise _Refused("not_a_number")
    if abs(answer) > 10**12:
        raise _Refused("too_large", max=10**12)
    value = Decimal(str(answer))
    limits = question.number
    if limits.minimum is not None and value < limits.minimum:
        raise _Refused("too_small", min=number_text(float(limits.minimum)))
    if limits.maximum is not None and value > limits.maximum:
        raise _Refused("too_large", max=number_text(float(limits.maximum)))
    if value != round(value, limits.decimals):
        raise _Refused("too_many_decimals", decimals=limits.decimals)
    return int(value) if value == int(value) else float(value)


def _date(question: Question, answer: Any) -> str:
    if not isinstance(answer, str) or len(answer) != 10:
        raise _Refused("not_a_date")
    try:
        day = date.fromisoformat(answer).isoformat()
    except ValueError:
        raise _Refused("not_a_date") from None
    if question.date.minimum and day < question.date.minimum:
        raise _Refused("too_early", min=question.date.minimum)
    if question.date.maximum and day > question.date.maximum:
        raise _Refused("too_late", max=question.date.maximum)
    return day


def _text(question: Question, answer: Any) -> str:
    if not isinstance(answer, str):
        raise _Refused("wrong_type")
    if "\x00" in answer or any("\ud800" <= sign <= "\udfff" for sign in answer):
        raise _Refused("not_text")
    text = answer.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(text) > question.text_length:
        raise _Refused("too_long", max=question.text_length)
    return text


_CHECKS: Final[dict[str, Callable[[Question, Any], Any]]] = {
    "single": _single,
    "multi": _multi,
    "scale": _scale,
    "number": _number,
    "date": _date,
    "text": _text,
}
