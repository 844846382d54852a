"""What results offer as evidence: shares of answers, copied as plain numbers when somebody cites them.

A citation has a reference that travels through forms: ``wave:question`` is the share that sees a need,
``wave:question:answer`` the share of one answer. Numbers never come from the browser: they are counted anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from kisi.core.vocabulary import Perspective, Topic
from shared.instruments.definition import Question
from tenants.needs.models import Evidence
from tenants.needs.vocabulary import EvidenceKind
from tenants.results.computing.intervals import Share
from tenants.results.computing.tallies import Tally
from tenants.results.labels import answer_label, interval, percent, question_text
from tenants.results.queries import WaveResult, answered_waves, code_counts, newest_waves, result_of, results_of
from tenants.surveys.models import Wave

REFERENCE: Final = re.compile(r"([0-9]{1,18}):([A-Za-z0-9_]{1,40})(?::([A-Za-z0-9_.-]{1,40}))?")
MOST_CODES: Final = 6
"""How many of the most frequent codes of a question are offered."""
CODE_SIGN: Final = "code."
"""Before the key of a code in the place of an answer."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A result that can be cited. ``share`` is None for codes of free answers, of which only the number counts."""

    reference: str
    kind: EvidenceKind
    wave: Wave
    question: Question
    answer: str
    text: str
    share: Share | None
    number: int

    @property
    def label(self) -> str:
        """The citation in a line, with its numbers."""
        return f"{self.text} – {self.figures}"

    @property
    def figures(self) -> str:
        """The numbers in words."""
        if self.share is None:
            return _("%(number)s gelesene Antworten") % {"number": self.number}
        shown = {"share": percent(self.share.value), "range": interval(self.share), "total": self.share.total}
        return _("%(share)s (95-%%-Bereich %(range)s), n = %(total)s") % shown

    def as_evidence(self) -> Evidence:
        """The numbers as a row, not stored yet."""
        share = self.share
        return Evidence(
            kind=self.kind,
            text=self.text[:2000],
            source=self.wave.title[:200],
            wave=self.wave,
            question_code=self.question.code,
            answer=self.answer,
            perspective=self.wave.perspective,
            share=share.value if share else None,
            low=share.low if share else None,
            high=share.high if share else None,
            n=share.total if share else self.number,
        )


@dataclass(slots=True)
class Results:
    """Asks for each wave at most once while a request looks things up."""

    _counted: dict[int, WaveResult | None] = field(default_factory=dict)
    _newest: list[Wave] | None = None

    def of(self, pk: int) -> WaveResult | None:
        """A wave with at least one sheet, counted; None where there is none."""
        if pk not in self._counted:
            wave = answered_waves().filter(pk=pk).first()
            self._counted[pk] = result_of(wave) if wave else None
        return self._counted[pk]

    def newest(self) -> list[WaveResult]:
        """The newest wave of each perspective."""
        newest = self._newest = list(newest_waves().values()) if self._newest is None else self._newest
        uncounted = [wave for wave in newest if wave.pk not in self._counted]
        self._counted |= {result.wave.pk: result for result in results_of(uncounted)}
        found = (self._counted[wave.pk] for wave in newest)
        return [one for one in found if one is not None]


def offered(results: Results, *, topic: str = "", wave: int = 0, question: str = "") -> list[Citation]:
    """What can be cited about a topic, and every answer of one question. Unknown keys offer nothing."""
    found: dict[str, Citation] = {}
    for result in results.newest() if topic in Topic.values else ():
        view = result.topics().get(topic)
        if view and view.need:
            found |= _by_reference(_seen(result, view.question_code))
    chosen = results.of(wave) if wave else None
    if chosen:
        found |= _by_reference(_answers(chosen, question))
    return list(found.values())


def citation_of(results: Results, reference: str) -> Citation | None:
    """The citation of a reference; None for one that leads nowhere."""
    match = REFERENCE.fullmatch(reference)
    if match is None:
        return None
    result = results.of(int(match[1])) if int(match[1]) < 2**63 else None
    if result is None or match[2] not in result.counted.tallies:
        return None
    among = _answers(result, match[2]) if match[3] else _seen(result, match[2])
    return next((one for one in among if one.reference == reference), None)


def citations_of(results: Results, references: Iterable[str]) -> list[Citation]:
    """The citations that exist, each once."""
    found = (citation_of(results, one) for one in dict.fromkeys(references))
    return [one for one in found if one is not None]


def topic_of(results: Results, wave: int, question: str) -> str:
    """The topic a question measures; "" where it measures none or does not exist."""
    result = results.of(wave)
    tally = result.counted.tallies.get(question) if result else None
    measures = tally.question.measures if tally else None
    return (measures.topic or "") if measures else ""


def _by_reference(citations: Iterable[Citation]) -> dict[str, Citation]:
    return {one.reference: one for one in citations}


def _seen(result: WaveResult, code: str) -> list[Citation]:
    """The share that sees a need, where the question asks for one."""
    tally = result.counted.tallies[code]
    measures = tally.question.measures
    if not measures or measures.aspect != "need":
        return []
    share = tally.speaking_for
    if share is None:
        return []
    words = {"perspective": Perspective(result.wave.perspective).label, "question": question_text(tally.question)}
    text = _("%(perspective)s, Anteil mit Bedarf: %(question)s") % words
    return [_citation(result, tally, "", text, share)]


def _answers(result: WaveResult, code: str) -> list[Citation]:
    """The need, each answer and the most frequent codes of a question."""
    tally = result.counted.tallies.get(code)
    if tally is None:
        return []
    found = _seen(result, code)
    for value in tally.question.values:
        share = tally.share(value) if value != "dk" else None
        if share and share.number:
            words = {
                "perspective": Perspective(result.wave.perspective).label,
                "question": question_text(tally.question),
                "answer": answer_label(tally.question, value),
            }
            text = _("%(perspective)s, Antwort „%(answer)s“ auf: %(question)s") % words
            found.append(_citation(result, tally, value, text, share))
    return found + (_codes(result, tally) if tally.question.type == "text" else [])


def _citation(result: WaveResult, tally: Tally, answer: str, text: str, share: Share) -> Citation:
    reference = ":".join(part for part in (str(result.wave.pk), tally.question.code, answer) if part)
    return Citation(reference, EvidenceKind.SURVEY, result.wave, tally.question, answer, text, share, share.number)


def _codes(result: WaveResult, tally: Tally) -> list[Citation]:
    found = []
    for code, number in code_counts(result.wave, tally.question.code)[:MOST_CODES]:
        words = {"code": code.label, "question": question_text(tally.question)}
        text = _("Freie Antworten mit dem Code „%(code)s“ auf: %(question)s") % words
        sign = f"{CODE_SIGN}{code.pk}"
        reference = f"{result.wave.pk}:{tally.question.code}:{sign}"
        found.append(Citation(reference, EvidenceKind.CODE, result.wave, tally.question, sign, text, None, number))
    return found
