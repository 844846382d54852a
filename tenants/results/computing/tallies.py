"""One pass over the sheets of a wave: how often each answer was given, and why others are missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
    ``positive`` sheets have at least one of the answers that speak for what the question measures.
    """

    question: Question
    shown: int
    hidden: int
    answered: int
    dont_know: int
    counts: Mapping[str, int]
    positive: int = 0

    @property
    def skipped(self) -> int:
        """Sheets that show the question but have no answer to it."""
        return self.shown - self.answered - self.dont_know

    def share(self, value: str) -> Share | None:
        """The share of an answer among those who answered; „weiß nicht“ is not an answer."""
        return share_of(self.counts.get(value, 0), self.answered)

    @property
    def speaking_for(self) -> Share | None:
        """The share that speaks for what the question measures, a need say. Who gave two such answers counts once."""
        return share_of(self.positive, self.answered)


@dataclass(frozen=True, slots=True)
class WaveTally:
    """What a whole wave came to: ``sheets`` in all, and the questions in the order they were asked."""

    sheets: int
    tallies: Mapping[str, Tally]


def tally(definition: Definition, sheets: Iterable[Mapping[str, Any]]) -> WaveTally:
    """Count the answers of all sheets; each is a mapping as ``Response.answers``, already checked when accepted."""
    countings = [_Counting(question) for question in definition.asked if question.type != "note"]
    conditions = _conditions(definition)
    failing = Counter[Conditions]()
    number = 0
    for batch in batched(sheets, BATCH):
        number += len(batch)
        for counting in countings:
            counting.add(batch)
        for needed in set(conditions.values()):
            failing[needed] += sum(not all(holds(one, sheet) for one in needed) for sheet in batch)
    hidden = {code: failing[needed] for code, needed in conditions.items()}
    return WaveTally(number, {one.question.code: one.result(number, hidden) for one in countings})


@dataclass(slots=True)
class _Counting:
    """The numbers of one question while sheets are still coming.

    ``several`` counts sheets that chose at least one answer that speaks for what the question measures, where more
    than one may be chosen.
    """

    question: Question
    given: int = 0
    several: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, sheets: Iterable[Mapping[str, Any]]) -> None:
        code, kind = self.question.code, self.question.type
        answers = [sheet[code] for sheet in sheets if code in sheet]
        self.given += len(answers)
        # Texts and dates are nobody's to count.
        if kind == "multi":
            self.counts.update(chain.from_iterable(answers))
            positive = self.positive
            self.several += sum(not positive.isdisjoint(answer) for answer in answers)
        elif kind not in {"text", "date"}:
            self.counts.update(map(str, answers))

    @property
    def positive(self) -> frozenset[str]:
        """The answers that speak for what the question measures."""
        return frozenset(self.question.measures.positive) if self.question.measures else frozenset()

    def result(self, sheets: int, hidden: Mapping[str, int]) -> Tally:
        dont_know = self.counts.pop(DONT_KNOW, 0) if self.question.type == "scale" else 0
        left_out = hidden.get(self.question.code, 0)
        answered = self.given - dont_know
        is_one = self.question.type != "multi"
        speaking = sum(self.counts[value] for value in self.positive) if is_one else self.several
        return Tally(self.question, sheets - left_out, left_out, answered, dont_know, dict(self.counts), speaking)


def _conditions(definition: Definition) -> dict[str, Conditions]:
    """Question → what must hold for it to be shown; only of those that are not always shown."""
    found = {}
    for page, group, question in definition.placed():
        conditions = tuple(one for one in (page.show_if, group.show_if, question.show_if) if one is not None)
        if group.enabled and conditions:
            found[question.code] = conditions
    return found


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
