"""One pass over the sheets of a wave: how often each answer was given, and why others are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from shared.instruments.conditions import holds
from shared.instruments.definition import DONT_KNOW, Condition, Definition, Question
from tenants.results.computing.intervals import Share, share_of


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
    asked = [question for question in definition.asked if question.type != "note"]
    conditions = _conditions(definition)
    counts: dict[str, Counter[str]] = {question.code: Counter() for question in asked}
    given, hidden = Counter[str](), Counter[str]()
    multiple = {question.code for question in asked if question.type == "multi"}
    open_ended = {question.code for question in asked if question.type in {"text", "date"}}
    number = 0
    for answers in sheets:
        number += 1
        for code, answer in answers.items():
            if code not in counts:
                continue
            given[code] += 1
            if code in multiple:
                counts[code].update(answer)
            elif code not in open_ended:
                counts[code][str(answer)] += 1
        for code, needed in conditions.items():
            if not all(holds(condition, answers) for condition in needed):
                hidden[code] += 1
    return WaveTally(
        number,
        {one.code: _tally(one, number, given[one.code], hidden[one.code], counts[one.code]) for one in asked},
    )


def _conditions(definition: Definition) -> dict[str, list[Condition]]:
    """Question → what must hold for it to be shown; only of those that are not always shown."""
    found = {}
    for page, group, question in definition.placed():
        conditions = [one for one in (page.show_if, group.show_if, question.show_if) if one is not None]
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
