"""What of a question may be public, and in which form: whole fives of percent, never free answers.

Numbers are kept as they were when they were published; words are read from the questionnaire's version, which never
changes and has them in every language it was asked in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kisi.ui.languages import Language
from shared.instruments.definition import Definition, Question, Text, text_of
from shared.instruments.sentences import interface_text
from tenants.results.computing.interim import PERCENT_STEP
from tenants.results.computing.tallies import Tally
from tenants.results.computing.weighted import WeightedTally
from tenants.results.labels import answer_label, answer_text, question_text
from tenants.results.models import Publication, ResultsSettings
from tenants.results.problems import NotPublishable
from tenants.results.queries import WaveResult
from tenants.surveys.checking import definition_of

_PLACE: Final = "\0"
"""Where a sentence names the survey; no text has such a character."""


def public_figures(result: WaveResult, code: str, limits: ResultsSettings, *, reported: WaveResult) -> dict[str, Any]:
    """The figures of a question as ``Publication`` keeps them. Raises ``NotPublishable`` and says why.

    ``result`` says whether it may be public, ``reported`` (``tenants.results.interim_states``) what is said of it.
    """
    tally = result.counted.tallies.get(code)
    if tally is None:
        raise NotPublishable(_("Diese Frage gibt es in der Welle nicht."))
    if isinstance(tally, WeightedTally):
        raise NotPublishable(_("Veröffentlicht werden nur ungewichtete Zahlen."))
    question = tally.question
    if question.type not in {"single", "multi", "scale"}:
        raise NotPublishable(_("Veröffentlichen lassen sich nur Fragen mit festen Antworten."))
    if tally.answered < limits.smallest_publication:
        raise NotPublishable(
            _("Dafür braucht die Frage mindestens %(needed)s Antworten, es sind %(number)s.")
            % {"needed": limits.smallest_publication, "number": tally.answered}
        )
    said = reported.counted.tallies[code]
    return {
        "title": text_of(result.definition.title, "de").text,
        "question": question_text(question),
        "several": question.type == "multi",
        "total": said.answered // 10 * 10,
        "answers": _answers(said),
    }


def _answers(tally: Tally) -> list[dict[str, Any]]:
    shares = [(value, tally.share(value)) for value in tally.question.values if value != "dk"]
    return [
        {
            "value": value,
            "label": answer_label(tally.question, value),
            "percent": round(share.percent / PERCENT_STEP) * PERCENT_STEP,
        }
        for value, share in shares
        if share is not None
    ]


def is_publishable(tally: Tally, limits: ResultsSettings) -> bool:
    """Whether the button is offered."""
    if isinstance(tally, WeightedTally):
        return False
    return tally.question.type in {"single", "multi", "scale"} and tally.answered >= limits.smallest_publication


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """One answer on the public page: its words, and whole fives of percent."""

    label: Text
    percent: int


@dataclass(frozen=True, slots=True)
class PublicResult:
    """A published question in a visitor's language; ``frame`` names survey, number of answers and rounding."""

    question: Text
    frame: SafeString
    several: Text | None
    answers: tuple[PublicAnswer, ...]

    @property
    def texts(self) -> Iterator[Text]:
        """The words of the questionnaire, each of which may be German for want of a translation."""
        yield self.question
        yield from (answer.label for answer in self.answers)


def choices(result: WaveResult, limits: ResultsSettings) -> list[str]:
    """The codes of the questions that may be public, in the order they are asked."""
    tallies = (result.counted.tallies.get(question.code) for question in result.definition.asked)
    return [tally.question.code for tally in tallies if tally and is_publishable(tally, limits)]


def result_in(publication: Publication, language: Language) -> PublicResult | None:
    """A published question in a language, German where the questionnaire has no translation; None if it is not there.

    A page that everybody reads must not fail for a row that somebody changed by hand.
    """
    definition = definition_of(publication.wave.version)
    try:
        question = definition.question(publication.question_code)
    except KeyError:
        return None
    return public_result(publication.figures, definition, question, language)


def public_result(
    figures: dict[str, Any], definition: Definition, question: Question, language: Language
) -> PublicResult:
    """The same of figures that are not published yet."""
    return PublicResult(
        question=text_of(question.text, language.code),
        frame=_frame(text_of(definition.title, language.code), language.code, figures["total"]),
        several=interface_text("published_several", language.code) if figures["several"] else None,
        answers=tuple(
            PublicAnswer(_label(question, answer, language.code), answer["percent"]) for answer in figures["answers"]
        ),
    )


def _frame(title: Text, language: str, total: int) -> SafeString:
    """The sentence around a result; a title for which there is no translation is marked as German inside it."""
    before, after = interface_text("published_frame", language, title=_PLACE, total=total).text.split(_PLACE)
    shown = format_html('<span lang="de" dir="ltr">{}</span>', title.text) if title.fell_back else title.text
    return format_html("{}{}{}", before, shown, after)


def _label(question: Question, answer: dict[str, Any], language: str) -> Text:
    """An answer's words; the German ones of the day for a result of before answers were kept by their value."""
    if "value" not in answer:
        return Text(answer["label"], "de", fell_back=language != "de")
    return answer_text(question, answer["value"], language)
