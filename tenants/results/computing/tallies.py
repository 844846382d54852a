"""One pass over the sheets of a wave: how often each answer was given, and why others are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import batched, chain
from statistics import median, quantiles
from typing import Any, Final

from shared.instruments.conditions import holds
from shared.instruments.definition import DONT_KNOW, Condition, Definition, Question
from tenants.results.computing.intervals import Share, share_of

BATCH: Final = 1_000
"""Sheets in memory at a time: question by question they are counted some times faster than one by one."""
Conditions = tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What one question came to.

    ``shown`` sheets asked it (on the ``hidden`` others the skip logic left it out). Of these ``answered`` have an
    answer, ``dont_know`` say so, the rest was skipped. ``counts``: answer (as text) → sheets; of a ``multi``
    question they may come to more than ``answered``. Numbers have ``counts`` too; dates and texts have none.
    """

    question: Question
    shown: int
    hidden: int
    answered: int
    dont_know: int
    counts: Mapping[str, int]

    @property
    def skipped(self) -> int:
        """Sheets that show the question but have no answer to it."""
        return self.shown - self.answered - self.dont_know

    def share(self, value: str) -> Share | None:
        """The share of an answer among those who answered; „weiß nicht“ is not an answer."""
        return share_of(self.counts.get(value, 0), self.answered)

    def share_of_any(self, values: Iterable[str]) -> Share | None:
        """The share of several answers of which a sheet has at most one."""
        return share_of(sum(self.counts.get(value, 0) for value in set(values)), self.answered)


@dataclass(frozen=True, slots=True)
class WaveTally:
    """What a whole wave came to: ``sheets`` in all, and the questions in the order they were asked."""

    sheets: int
    tallies: Mapping[str, Tally]


def tally(definition: Definition, sheets: Iterable[Mapping[str, Any]]) -> WaveTally:
    """Count the answers of all sheets; each is a mapping as ``Response.answers``, already checked when accepted."""
    asked = {question.code: question for question in definition.asked if question.type != "note"}
    conditions = _conditions(definition)
    counts: dict[str, Counter[str]] = {code: Counter() for code in asked}
    given, failing = Counter[str](), Counter[Conditions]()
    number = 0
    for batch in batched(sheets, BATCH):
        number += len(batch)
        for code, question in asked.items():
            answers = [sheet[code] for sheet in batch if code in sheet]
            given[code] += len(answers)
            counts[code].update(_countable(question, answers))
        for needed in set(conditions.values()):
            failing[needed] += sum(not all(holds(one, sheet) for one in needed) for sheet in batch)
    hidden = {code: failing[needed] for code, needed in conditions.items()}
    return WaveTally(
        number,
        {code: _tally(one, number, given[code], hidden.get(code, 0), counts[code]) for code, one in asked.items()},
    )


def _countable(question: Question, answers: Iterable[Any]) -> Iterable[str]:
    """The answers as they are counted; texts and dates are nobody's to count."""
    if question.type in {"text", "date"}:
        return ()
    return chain.from_iterable(answers) if question.type == "multi" else map(str, answers)


def _conditions(definition: Definition) -> dict[str, Conditions]:
    """Question → what must hold for it to be shown; only of those that are not always shown."""
    found = {}
    for page, group, question in definition.placed():
        conditions = tuple(one for one in (page.show_if, group.show_if, question.show_if) if one is not None)
        if group.enabled and conditions:
            found[question.code] = conditions
    return found


def _tally(question: Question, sheets: int, given: int, hidden: int, counts: Counter[str]) -> Tally:
    dont_know = counts.pop(DONT_KNOW, 0) if question.type == "scale" else 0
    return Tally(question, sheets - hidden, hidden, given - dont_know, dont_know, dict(counts))


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of numbers: half of the answers lie between ``lower`` and ``upper``."""

    mean: float
    middle: float
    lower: float
    upper: float


def spread(counts: Mapping[str, int]) -> Spread | None:
    """Mean, median and quartiles of numbers; None for fewer than two. Smallest and largest could be one person's."""
    numbers = [float(value) for value, number in counts.items() for _ in range(number)]
    if len(numbers) < 2:
        return None
    lower, _, upper = quantiles(numbers, n=4, method="inclusive")
    return Spread(sum(numbers) / len(numbers), median(numbers), lower, upper)
