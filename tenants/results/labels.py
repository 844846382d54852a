"""Answers, groups and shares as people read them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kisi.core.vocabulary import AgeBracket, Perspective, Sex
from kisi.ui.charts.numbers import german_number
from kisi.ui.languages import language_named
from shared.instruments.definition import DONT_KNOW, Question, Text, text_of
from tenants.results.computing.crossing import NEED, REST, put_together
from tenants.results.computing.intervals import Share
from tenants.results.computing.triangulation import Judgement
from tenants.results.vocabulary import Crossing, Verdict
from tenants.surveys.vocabulary import Channel


def question_text(question: Question) -> str:
    """What was asked, in German."""
    return text_of(question.text, "de").text


def answer_label(question: Question, value: str) -> str:
    """An answer's words: the option's text, or the point of a scale with its words."""
    if value == DONT_KNOW and question.dont_know:
        return _("weiß ich nicht")
    return answer_text(question, value, "de").text


def answer_text(question: Question, value: str, language: str) -> Text:
    """An answer's words in a language, German where it has none; the value itself where there are no words at all."""
    if question.scale is not None:
        words = text_of(question.scale.labels.get(int(value), {}), language)
        return words._replace(text=f"{value} – {words.text}" if words.text else value)
    found = (text_of(one.text, language) for one in question.options if one.code == value)
    return next(found, Text(value, language, fell_back=False))


def row_label(question: Question, row: str) -> str:
    """A line of a cross-tab: an answer, or those put together to a need with the answers in it."""
    inside = [value for value, key in put_together(question).items() if key == row]
    if not inside:
        return answer_label(question, row)
    answers = {"answers": ", ".join(answer_label(question, value) for value in inside)}
    return (_("Bedarf (%(answers)s)") if row == NEED else _("kein Bedarf (%(answers)s)")) % answers


def group_label(by: str, key: str) -> str:
    """A column of a cross-tab."""
    if key == REST:
        return _("übrige und keine Angabe") if by in {Crossing.SEX, Crossing.AGE_BRACKET} else _("übrige")
    if by == Crossing.LANGUAGE:
        return language_named(key).german
    kinds = {Crossing.SEX: Sex, Crossing.AGE_BRACKET: AgeBracket, Crossing.CHANNEL: Channel}
    return str(kinds[Crossing(by)](key).label)


def cell_label(sex: str, age: str) -> str:
    """A group by sex and age, of which one may be "" (all): „weiblich, 18 bis 60“."""
    said = [str(Sex(sex).label)] if sex else []
    return ", ".join([*said, *([str(AgeBracket(age).label)] if age else [])])


def percent(value: float) -> str:
    """A share from 0 to 1 as „43 %“ (no-break space between)."""
    return f"{german_number(round(value * 100), 0)}\u00a0%"


def interval(share: Share) -> str:
    """The 95 % interval as „38–48 %“."""
    return f"{round(share.low * 100)}–{round(share.high * 100)}\u00a0%"


def judgement_label(judgement: Judgement) -> str:
    """The verdict in few words, with the perspective it is about."""
    name = str(Perspective(judgement.perspective).label) if judgement.perspective else ""
    if judgement.verdict == Verdict.ONE_SIDED:
        return _("Nur %(perspective)s") % {"perspective": name}
    if judgement.verdict == Verdict.ALL_BUT_ONE:
        return _("Alle außer %(perspective)s") % {"perspective": name}
    return str(judgement.verdict.label)


def judgement_sentence(topic: str, judgement: Judgement) -> str:
    """A one-sided verdict about a topic as a sentence."""
    seen_by_all_but = judgement.verdict == Verdict.ALL_BUT_ONE
    words = (
        _("%(topic)s: Alle sehen mehrheitlich einen Bedarf, nur nicht die Perspektive „%(perspective)s“.")
        if seen_by_all_but
        else _("%(topic)s: Nur die Perspektive „%(perspective)s“ sieht mehrheitlich einen Bedarf.")
    )
    return words % {"topic": topic, "perspective": Perspective(judgement.perspective).label}
