"""Waves of one perspective side by side: only what may be compared, and what really changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kisi.core.vocabulary import Topic
from shared.instruments.comparison import comparable_codes
from shared.instruments.definition import Question
from tenants.results.computing.intervals import Share
from tenants.results.labels import answer_label, interval, percent, question_text
from tenants.results.queries import WaveResult


@dataclass(frozen=True, slots=True)
class Line:
    """One share in every wave (oldest first; None where nobody answered) and how it changed in the end."""

    label: str
    shares: list[Share | None]

    @property
    def cells(self) -> list[tuple[str, str]]:
        """Share and interval with n, as texts."""
        return [(percent(one.value), f"{interval(one)}, n = {one.total}") if one else ("–", "") for one in self.shares]

    @property
    def change(self) -> str:
        """Whether the last share differs from the one before beyond both intervals."""
        *_before, before, last = [None, None, *self.shares]
        if before is None or last is None or not last.apart_from(before):
            return ""
        return _("gestiegen") if last.value > before.value else _("gesunken")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under one heading."""

    title: str
    lines: list[Line]


def comparable(results: Sequence[WaveResult]) -> list[Question]:
    """Questions whose answers may stand side by side in all waves, as the newest asks them."""
    if not results:
        return []
    newest = results[-1].definition
    allowed = {question.code for question in newest.asked if question.values and not question.demographic}
    for result in results[:-1]:
        allowed &= set(comparable_codes(result.definition, newest))
    return [question for question in newest.asked if question.code in allowed]


def need_block(results: Sequence[WaveResult], questions: Sequence[Question]) -> Block:
    """Who sees a need, topic by topic."""
    lines = []
    for question in questions:
        measures = question.measures
        if measures and measures.aspect == "need" and measures.topic:
            shares = [result.counted.tallies[question.code].speaking_for for result in results]
            lines.append(Line(str(Topic(measures.topic).label), shares))
    return Block(_("Sehen einen Bedarf"), lines)


def question_block(results: Sequence[WaveResult], question: Question) -> Block:
    """Every answer to one question."""

    def shares(value: str) -> list[Share | None]:
        return [result.counted.tallies[question.code].share(value) for result in results]

    lines = [Line(answer_label(question, value), shares(value)) for value in question.values if value != "dk"]
    return Block(question_text(question), lines)
