"""Reads of results. Only numbers leave this module, except ``answers_to_read`` (for people of the town alone)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KT, KeyTransform
from django.db.models.functions import JSONObject

from kisi.core.vocabulary import AgeBracket, Perspective, Sex, Topic
from shared.instruments.definition import Definition
from tenants.results.computing.crossing import CrossTable, cross
from tenants.results.computing.intervals import Share
from tenants.results.computing.needs import TopicResult, topic_results
from tenants.results.computing.tallies import WaveTally
from tenants.results.computing.triangulation import Judgement, Rule, judged
from tenants.results.computing.weighting import Cell
from tenants.results.counting import Counted, Mark, counted
from tenants.results.models import AnswerCode, Coding, Publication, ReferencePopulation, ResultsSettings
from tenants.results.vocabulary import Crossing
from tenants.surveys.checking import definition_of
from tenants.surveys.models import Response, Wave
from tenants.surveys.queries import Return, with_rules
from tenants.surveys.vocabulary import Channel, WaveState


@dataclass(frozen=True, slots=True)
class WaveResult:
    """Everything counted about a wave: its questions and the return (Rücklauf) by way, language, sex and age.

    ``mark`` says of which sheets, ``rules`` by which weights (and from how many sheets on) where it is weighted.
    """

    wave: Wave
    definition: Definition
    counted: WaveTally
    back: Return
    by_cell: Mapping[Cell, int]
    mark: Mark
    rules: tuple[object, ...] = ()

    @property
    def sheets(self) -> int:
        """How many sheets came back."""
        return self.counted.sheets

    def topics(self) -> dict[str, TopicResult]:
        """Topic → what the wave says about it."""
        return topic_results(self.definition, self.counted)


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One line of the matrix topic × perspective."""

    topic: str
    views: Mapping[str, TopicResult]
    judgement: Judgement

    @property
    def label(self) -> str:
        """The topic's name."""
        return str(Topic(self.topic).label)

    def need(self, perspective: str) -> Share | None:
        """Who of a perspective sees the need; None where it was not asked or nobody answered."""
        view = self.views.get(perspective)
        return view.need if view else None

    @property
    def highest(self) -> float:
        """The largest share of any perspective, 0 where there is none."""
        return max((view.need.value for view in self.views.values() if view.need), default=0.0)


def answered_waves() -> QuerySet[Wave, Any]:
    """Waves with at least one sheet, the newest first; ``returned`` is how many.

    What a version asks is read (by ``definition_of``) only where it is not kept yet.
    """
    waves = Wave.objects.select_related("version__instrument").defer("version__definition")
    waves = waves.annotate(returned=Count("responses"))
    return waves.filter(returned__gt=0).exclude(state=WaveState.PLANNED).order_by("-opens_on", "-pk")


def waves_with_sheets() -> QuerySet[Wave]:
    """The same without how many there are."""
    return Wave.objects.exclude(state=WaveState.PLANNED).filter(Exists(Response.objects.filter(wave=OuterRef("pk"))))


def newest_waves() -> dict[str, Wave]:
    """Perspective → its newest wave with sheets; perspectives without one are missing."""
    return newest_of(answered_waves())


def newest_ended(perspective: str) -> Wave | None:
    """The newest wave of a perspective that was ended, with sheets."""
    return answered_waves().filter(perspective=perspective, state=WaveState.ENDED).first()


def newest_of(waves: Iterable[Wave]) -> dict[str, Wave]:
    """Perspective → the first of its waves, in the order of the perspectives."""
    found: dict[str, Wave] = {}
    for wave in waves:
        found.setdefault(wave.perspective, wave)
    return {perspective: found[perspective] for perspective in Perspective.values if perspective in found}


def result_of(wave: Wave) -> WaveResult:
    """A wave, counted; see ``results_of``."""
    return results_of([wave])[0]


def results_of(waves: Iterable[Wave]) -> list[WaveResult]:
    """Count waves, in the order they are given: at most two queries for all, one pass over those that changed."""
    given = list(waves)
    numbers = counted(given)
    return [_result(wave, numbers[wave.pk]) for wave in given]


def _result(wave: Wave, of: Counted) -> WaveResult:
    return WaveResult(wave, definition_of(wave.version), of.tally, of.back, of.by_cell, of.mark)


def rule() -> Rule:
    """The town's rule for judging views; one query."""
    return rule_of(ResultsSettings.current())


def rule_of(current: ResultsSettings) -> Rule:
    """The rule in the town's settings."""
    return Rule(current.seen_from_percent / 100, current.smallest_gap_percent / 100, current.smallest_view)


def triangulation(results: Iterable[WaveResult], current: Rule) -> list[TopicRow]:
    """The matrix topic × perspective of at most one wave a perspective, in the order of the topics."""
    by_perspective = {result.wave.perspective: result.topics() for result in results}
    rows = []
    for topic in Topic.values:
        views = {key: topics[topic] for key, topics in by_perspective.items() if topic in topics}
        if views:
            needs = {key: view.need for key, view in views.items()}
            rows.append(TopicRow(topic, views, judged(needs, current)))
    return rows


def crossed(wave: Wave, code: str, by: str, smallest: int) -> CrossTable:
    """A question's answers by a group. Raises ``KeyError`` for a question the wave does not ask."""
    question = definition_of(wave.version).question(code)
    column = KT(f"answers__{by}") if by in {Crossing.SEX, Crossing.AGE_BRACKET} else F(by)
    rows = Response.objects.filter(wave=wave).order_by().values_list(column, KeyTransform(code, "answers"))
    return cross(question, ((group or "", answer) for group, answer in rows), groups_of(wave, by), smallest)


def groups_of(wave: Wave, by: str) -> list[str]:
    """The keys of the groups a crossing shows; whoever belongs to none goes into the rest („keine Angabe“)."""
    if by == Crossing.SEX:
        return [value for value in Sex.values if value != Sex.UNKNOWN]
    if by == Crossing.AGE_BRACKET:
        return [value for value in AgeBracket.values if value != AgeBracket.UNKNOWN]
    if by == Crossing.CHANNEL:
        return list(Channel.values)
    languages = Response.objects.filter(wave=wave).order_by("language").values_list("language", flat=True)
    return list(languages.distinct())


def code_book() -> QuerySet[AnswerCode, Any]:
    """The codes in use with ``used``, how many answers have each."""
    return AnswerCode.objects.filter(retired_at=None).annotate(used=Count("codings")).order_by("label")


def answers_to_read(wave: Wave, code: str) -> QuerySet[Response, Any]:
    """Sheets with an answer to an open question that nobody has read yet, in the order of their random keys."""
    answered = Response.objects.filter(wave=wave, answers__has_key=code)
    return answered.exclude(codings__question_code=code).order_by("pk")


def all_code_counts(wave: Wave, code: str) -> list[tuple[AnswerCode, int]]:
    """Every code with how many answers of a question have it, the most frequent first."""
    in_question = Q(codings__response__wave=wave, codings__question_code=code)
    counted = AnswerCode.objects.annotate(number=Count("codings", filter=in_question))
    return [(one, one.number) for one in counted.order_by("-number", "label")]


def code_counts(wave: Wave, code: str) -> list[tuple[AnswerCode, int]]:
    """Codes given to the answers of a question, the most frequent first."""
    return [(one, number) for one, number in all_code_counts(wave, code) if number]


def read_and_left(wave: Wave, code: str) -> dict[str, int]:
    """How many answers to an open question have been ``read``, and how many are ``left``."""
    is_read = Exists(Coding.objects.filter(response=OuterRef("pk"), question_code=code))
    answered = Response.objects.filter(wave=wave, answers__has_key=code)
    return answered.aggregate(read=Count("pk", filter=is_read), left=Count("pk", filter=~is_read))


def published() -> QuerySet[Publication, Any]:
    """Everything on the public page, the newest first; a version's definition is read only if it is not kept yet."""
    found = Publication.objects.select_related("wave__version").defer("wave__version__definition")
    return found.order_by("-published_on", "pk")


def answers_with_code(wave: Wave, code: str, answer_code: int) -> QuerySet[Response, Any]:
    """Sheets whose answer to a question has a code."""
    rows = Response.objects.filter(wave=wave, codings__question_code=code, codings__codes=answer_code)
    return rows.order_by("pk").distinct()


def retired_codes() -> QuerySet[AnswerCode, Any]:
    """Codes that are no longer offered."""
    return AnswerCode.objects.exclude(retired_at=None).annotate(used=Count("codings")).order_by("label")


def waves_with_their_page(waves: QuerySet[Wave]) -> QuerySet[Wave]:
    """With what their page asks besides the numbers: ``public_codes``, ``smallest_group``, ``limits_now``."""
    public = Publication.objects.filter(wave=OuterRef("pk")).values("question_code")
    names = {field.attname: field.attname for field in ResultsSettings._meta.concrete_fields}
    limits = ResultsSettings.objects.order_by("pk").values(found=JSONObject(**names))[:1]
    return with_rules(waves).annotate(public_codes=ArraySubquery(public), limits_now=Subquery(limits))


def limits_of(wave: Any) -> ResultsSettings:
    """The town's settings as they were read with the wave, or the defaults."""
    return ResultsSettings(**(wave.limits_now or {}))


def waves_of(perspective: str, limit: int) -> list[Wave]:
    """The newest waves of a perspective with sheets, the oldest first."""
    return list(answered_waves().filter(perspective=perspective)[:limit])[::-1]


def figures_of(perspective: str) -> ReferencePopulation | None:
    """The official figures of a perspective, if the town has stated them."""
    return ReferencePopulation.objects.filter(perspective=perspective).first()


def figures_by_perspective() -> dict[str, ReferencePopulation | None]:
    """Every perspective → its official figures, None where there are none; one query."""
    stated = {one.perspective: one for one in ReferencePopulation.objects.all()}
    return {perspective: stated.get(perspective) for perspective in Perspective.values}
