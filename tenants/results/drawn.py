"""What a wave's page draws of its questions: once for as long as its sheets are the same.

Some 30 charts are two thirds of the time the page takes; they say the same to everybody who may see it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kisi.ui.lean import without_indent
from tenants.results import charts
from tenants.results.charts import ShareBars
from tenants.results.queries import WaveResult
from tenants.surveys.kept import KeptByVersion


@dataclass(frozen=True, slots=True)
class QuestionDrawn:
    """A question's heading, and its chart with what belongs beside the numbers."""

    title: str
    body: SafeString


@dataclass(frozen=True, slots=True)
class Drawn:
    """Code → question, of those the wave asks; the charts of needs, urgency and barriers ("" where there is none)."""

    questions: Mapping[str, QuestionDrawn]
    topics: str
    urgency: str
    barriers: str


KEPT: Final = KeptByVersion[Drawn](60)
"""Numbers and words of the questionnaire only, some 100 kB a wave. What is weighted is known by all its weights, so
that other official figures, or other rules, never find what was drawn with the old ones."""


def drawn(result: WaveResult, smallest: int) -> Drawn:
    """The drawings of a wave, weighted or not; ``smallest`` is ``SurveySettings.smallest_group``."""
    part = (result.wave.pk, *result.mark, result.rules, smallest, get_language())
    return KEPT.get(result.wave.version, part, lambda: _anew(result, smallest))


def _anew(result: WaveResult, smallest: int) -> Drawn:
    kinds: tuple[Callable[[WaveResult], ShareBars | None], ...] = (
        charts.topic_chart,
        charts.urgency_chart,
        charts.barrier_chart,
    )
    topics, urgency, barriers = (without_indent(chart.__html__()) if (chart := kind(result)) else "" for kind in kinds)
    questions = {}
    for code, tally in result.counted.tallies.items():
        shown = charts.question_shown(tally, smallest)
        body = without_indent(render_to_string("results/question.html", {"question": shown}))
        questions[code] = QuestionDrawn(shown.title, body)
    return Drawn(questions, topics, urgency, barriers)
