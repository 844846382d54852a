"""Whether a condition holds, given the answers so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from shared.instruments.definition import AllHold, Answered, AnyHolds, AnyOf, Condition, NoneOf

Answers = Mapping[str, Any]
"""Question code → answer, as ``README.md`` lists them."""


def holds(condition: Condition | None, answers: Answers) -> bool:
    """Whether a condition holds; no condition always does. ``answers`` are those of questions that were shown."""
    match condition:
        case None:
            return True
        case AllHold(parts):
            return all(holds(part, answers) for part in parts)
        case AnyHolds(parts):
            return any(holds(part, answers) for part in parts)
        case Answered(question):
            return question in answers
        case AnyOf(question, values):
            return not set(values).isdisjoint(answer_texts(answers.get(question)))
        case NoneOf(question, values):
            return set(values).isdisjoint(answer_texts(answers.get(question)))


def answer_texts(answer: Any) -> tuple[str, ...]:
    """An answer as the texts that conditions and figures name: codes, points, numbers; empty for no answer."""
    if answer is None:
        return ()
    if isinstance(answer, list | tuple):
        return tuple(str(value) for value in answer)
    return (number_text(answer) if isinstance(answer, int | float) else str(answer),)


def number_text(number: int | float) -> str:
    """A number in its shortest spelling: ``12``, ``12.5``, ``-0.25``."""
    if float(number).is_integer():
        return str(int(number))
    return format(Decimal(str(number)).normalize(), "f")


def named_questions(condition: Condition | None) -> Iterator[str]:
    """The codes a condition refers to, in order and with repetitions."""
    match condition:
        case AllHold(parts) | AnyHolds(parts):
            for part in parts:
                yield from named_questions(part)
        case Answered(question) | AnyOf(question, _) | NoneOf(question, _):
            yield question
