"""Waves of one perspective side by side: only what may be compared, and what really changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kisi.core.vocabulary import Topic
from shared.instruments.comparison import comparable_codes
from shared.instruments.definition import Question
from tenants.results.computing.intervals import Share
from tenants.results.labels import answer_label, question_text
from tenants.results.queries import WaveResult


@dataclass(frozen=True, slots=True)
class Line:
    """One share in every wave (oldest first; None where nobody answered) and how it changed in the end."""

    position: int
    question: str
    label: str
    shares: list[Share | None]

    @property
    def change(self) -> str:
        """Whether the last share differs from the one before beyond both intervals."""
        *_before, before, last = [None, None, *self.shares]
        if before is None or last is None or not last.apart_from(before):
            return ""
        return _("gestiegen") if last.value > before.value else _("gesunken")


def comparable(results: Sequence[WaveResult]) -> list[Question]:
    """Questions whose answers may stand side by side in all waves, as the newest asks them."""
    if not results:
        return []
    newest = results[-1].definition
    allowed = {question.code for question in newest.asked if question.values and not question.demographic}
    for result in results[:-1]:
        allowed &= set(comparable_codes(result.definition, newest))
    return [question for question in newest.asked if question.code in allowed]


def timeline_lines(results: Sequence[WaveResult], questions: Sequence[Question], chosen: str = "") -> list[Line]:
    """Who sees a need, topic by topic, and every answer to the chosen question."""
    found = [*_needs(results, questions), *_answers(results, [one for one in questions if one.code == chosen])]
    return [Line(position, *parts) for position, parts in enumerate(found)]


type _Parts = tuple[str, str, list[Share | None]]


def _needs(results: Sequence[WaveResult], questions: Sequence[Question]) -> Iterator[_Parts]:
    for question in questions:
        measures = question.measures
        if measures and measures.aspect == "need" and measures.topic:
            shares = [result.counted.tallies[question.code].speaking_for for result in results]
            yield _("Sehen einen Bedarf"), str(Topic(measures.topic).label), shares


def _answers(results: Sequence[WaveResult], questions: Sequence[Question]) -> Iterator[_Parts]:
    for question in questions:
        for value in question.values:
            if value != "dk":
                shares = [result.counted.tallies[question.code].share(value) for result in results]
                yield question_text(question), answer_label(question, value), shares
