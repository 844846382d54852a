"""Typing in what stands on paper: digits for answers, and what was typed last."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.http import QueryDict
from redis.exceptions import RedisError

from shared.instruments.definition import Question
from tenants.participation.fields import MOST_SENT, PREFIX, first_digit, read_answers
from tenants.surveys.models import Wave

DIGITS: Final = re.compile(r"\d+")
SINGLE_DIGIT: Final = 9
SHOWN: Final = 10


def typed_answers(questions: Iterable[Question], sent: QueryDict) -> dict[str, Any]:
    """The answers a form of digits stands for; what cannot be read stays as it was typed, to be refused."""
    found: dict[str, Any] = {}
    for question in questions:
        if question.type in {"single", "multi", "scale"}:
            found |= _by_digits(question, " ".join(sent.getlist(f"{PREFIX}{question.code}")[:2])[:MOST_SENT])
        else:
            found |= read_answers([question], sent)
    return found


def _by_digits(question: Question, text: str) -> dict[str, Any]:
    text = text.strip()
    if not text:
        return {}
    values = [_value(question, digits) for digits in _numbers(question, text)]
    if not values or None in values:
        return {question.code: text}
    if question.type == "multi":
        return {question.code: list(dict.fromkeys(values))}
    return {question.code: values[0] if len(values) == 1 else values}


def _numbers(question: Question, text: str) -> list[int]:
    """„1 3 5“ and, where every answer has one digit, „135“ as well."""
    if not re.fullmatch(r"[\d\s,;.+/-]+", text):
        return []
    is_run = question.type == "multi" and len(question.values) <= SINGLE_DIGIT and text.isdigit()
    return [int(digits) for digits in (text if is_run else DIGITS.findall(text))][: len(question.values) + 1]


def _value(question: Question, digit: int) -> Any:
    place = digit - first_digit(question)
    if not 0 <= place < len(question.values):
        return None
    value = question.values[place]
    return int(value) if question.type == "scale" and value.lstrip("-").isdigit() else value


def shown_as_digits(question: Question, answer: Any) -> str:
    """What to put into the field again."""
    if question.type not in {"single", "multi", "scale"}:
        return ""
    given = answer if isinstance(answer, list) else [answer]
    places = {value: place for place, value in enumerate(question.values, start=first_digit(question))}
    return " ".join(str(places.get(str(value), value)) for value in given if value is not None)


@dataclass(frozen=True, slots=True)
class Typed:
    """A sheet somebody has typed in a moment ago. Kept in the cache for some minutes, for them alone."""

    id: str
    number: int | None
    language: str


def typed_lately(user_id: Any, wave: Wave) -> list[Typed]:
    """This person's last sheets of a wave, newest first, as long as they can be taken back."""
    try:
        return [Typed(*entry) for entry in cache.get(_key(user_id, wave), [])]
    except (RedisError, TypeError):
        return []


def note_typed(user_id: Any, wave: Wave, entry: Typed, *, minutes: int) -> None:
    """Remember a sheet for taking it back."""
    others = [known for known in typed_lately(user_id, wave) if known.id != entry.id]
    entries = [entry, *others][:SHOWN]
    _keep(user_id, wave, entries, minutes)


def forget_typed(user_id: Any, wave: Wave, sheet_id: uuid.UUID, *, minutes: int) -> None:
    """It was taken back."""
    entries = [entry for entry in typed_lately(user_id, wave) if entry.id != str(sheet_id)]
    _keep(user_id, wave, entries, minutes)


def _keep(user_id: Any, wave: Wave, entries: list[Typed], minutes: int) -> None:
    try:
        cache.set(
            _key(user_id, wave), [(entry.id, entry.number, entry.language) for entry in entries], timeout=minutes * 60
        )
    except RedisError:
        return


def _key(user_id: Any, wave: Wave) -> str:
    return f"participation:typed:{user_id}:{wave.pk}"
