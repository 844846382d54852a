"""What of a question may be public, and in which form: whole fives of percent, never free answers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from shared.instruments.definition import text_of
from tenants.results.computing.tallies import Tally
from tenants.results.computing.weighted import WeightedTally
from tenants.results.labels import answer_label, question_text
from tenants.results.models import ResultsSettings
from tenants.results.problems import NotPublishable
from tenants.results.queries import WaveResult

STEP = 5
"""Public shares are rounded to this many percent: with at least 30 answers no share tells of one person."""


def public_figures(result: WaveResult, code: str) -> dict[str, Any]:
    """The figures of a question as ``Publication`` keeps them. Raises ``NotPublishable`` and says why."""
    tally = result.counted.tallies.get(code)
    if tally is None:
        raise NotPublishable(_("Diese Frage gibt es in der Welle nicht."))
    if isinstance(tally, WeightedTally):
        raise NotPublishable(_("Veröffentlicht werden nur ungewichtete Zahlen."))
    question, limits = tally.question, ResultsSettings.current()
    if question.type not in {"single", "multi", "scale"}:
        raise NotPublishable(_("Veröffentlichen lassen sich nur Fragen mit festen Antworten."))
    if tally.answered < limits.smallest_publication:
        raise NotPublishable(
            _("Dafür braucht die Frage mindestens %(needed)s Antworten, es sind %(number)s.")
            % {"needed": limits.smallest_publication, "number": tally.answered}
        )
    return {
        "title": text_of(result.definition.title, "de").text,
        "question": question_text(question),
        "several": question.type == "multi",
        "total": tally.answered // 10 * 10,
        "answers": _answers(tally),
    }


def _answers(tally: Tally) -> list[dict[str, Any]]:
    shares = [(value, tally.share(value)) for value in tally.question.values if value != "dk"]
    return [
        {"label": answer_label(tally.question, value), "percent": round(share.percent / STEP) * STEP}
        for value, share in shares
        if share is not None
    ]


def is_publishable(tally: Tally, limits: ResultsSettings) -> bool:
    """Whether the button is offered."""
    if isinstance(tally, WeightedTally):
        return False
    return tally.question.type in {"single", "multi", "scale"} and tally.answered >= limits.smallest_publication
