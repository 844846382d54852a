"""How many sheets of a period answer the comparable questions about needs, and how many of them see one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.db import connection
from psycopg import sql

from kisi.core.kept import Kept
from kisi.core.periods import Period
from shared.instruments.definition import DONT_KNOW, Definition, from_stored
from tenants.instruments.models import InstrumentVersion
from tenants.surveys.sheet_groups import MOST_GROUPS, SheetGroup, counted_once


@dataclass(frozen=True, slots=True)
class NeedQuestion:
    """A comparable question about needs: the answers in ``positive`` speak for one."""

    code: str
    topic: str
    positive: tuple[str, ...]
    is_multiple: bool


# Small, and asked for by every collection: enough for a few versions in each of 500 municipalities.
_QUESTIONS: Final = Kept[tuple[NeedQuestion, ...]](2_000)
type _Counts = tuple[tuple[str, int, int], ...]
_COUNTS_OF_GROUPS: Final = Kept[_Counts](MOST_GROUPS)
# An answer is taken out of its sheet once and looked at twice. OFFSET 0 keeps the planner from taking it out for each
# look (14 instead of 26 ms for 5,000 sheets).
_COUNTING: Final = sql.SQL("""
SELECT wave_id, version_id, {counts}
  FROM (SELECT r.wave_id, r.version_id, {answers}
          FROM surveys_response r
         WHERE r.week BETWEEN {first} AND {last} AND r.wave_id = ANY({waves}) OFFSET 0) sheets
 GROUP BY wave_id, version_id
""")
_ONE_CHOSEN: Final = sql.SQL("r.answers ->> {code} AS {answer}")
_SOME_CHOSEN: Final = sql.SQL("r.answers ->> {code} AS {answer}, r.answers -> {code} ?| {positive} AS {sees}")
_COUNT_ONE: Final = sql.SQL("count(nullif({answer}, {dont_know})), count(*) FILTER (WHERE {answer} = ANY({positive}))")
_COUNT_SOME: Final = sql.SQL("count(nullif({answer}, {dont_know})), count(*) FILTER (WHERE {sees})")


def need_counts(period: Period, groups: Sequence[SheetGroup]) -> Iterator[tuple[str, str, int, int]]:
    """(topic, perspective, sheets with an answer, sheets that see a need), perhaps several times the same two.

    „Weiß nicht“ is no answer. Only versions that came from a central instrument count.
    """
    central = [group for group in groups if group.is_central]
    for group, counts in counted_once(_COUNTS_OF_GROUPS, central, partial(_count_answers, period)).items():
        for topic, answered, sees in counts:
            yield topic, group.perspective, answered, sees


def need_questions(definition: Definition) -> Iterator[NeedQuestion]:
    """The core's questions about needs; one for each topic, the first."""
    seen: set[str] = set()
    for page in definition.pages:
        for group in page.groups:
            for question in group.questions if group.kind == "core" else ():
                measures = question.measures
                if measures and measures.aspect == "need" and measures.topic and measures.topic not in seen:
                    seen.add(measures.topic)
                    yield NeedQuestion(question.code, measures.topic, measures.positive, question.type == "multi")


def _questions_of(group: SheetGroup) -> tuple[NeedQuestion, ...]:
    """The comparable questions of the version that a group's sheets answer."""
    # Definitions are long and never change once released: fetched only for a version not met before.
    return _QUESTIONS.get((group.version, group.version_changed_at), lambda: _read(group.version))


def _read(version: int) -> tuple[NeedQuestion, ...]:
    stored = InstrumentVersion.objects.values_list("definition", flat=True).get(pk=version)
    return tuple(need_questions(from_stored(stored)))


def _count_answers(period: Period, groups: list[SheetGroup]) -> dict[SheetGroup, _Counts]:
    """(topic, sheets with an answer, sheets that see a need) for each group, by one statement for all of them.

    Of a question that a version does not have nothing is read from its sheets.
    """
    questions = {group.version: _questions_of(group) for group in groups}
    asked = {one for group in groups for one in questions[group.version]}
    every = sorted(asked, key=lambda one: (one.code, one.positive))
    if not every:
        return dict.fromkeys(groups, ())
    with connection.cursor() as cursor:
        cursor.execute(_statement(every, period, sorted({one.wave for one in groups})).as_string(connection.connection))
        rows = {(row[0], row[1]): row[2:] for row in cursor.fetchall()}
    place = {one: 2 * number for number, one in enumerate(every)}
    return {
        group: tuple(
            (one.topic, rows[group.wave, group.version][place[one]], rows[group.wave, group.version][place[one] + 1])
            for one in questions[group.version]
        )
        for group in groups
    }


def _statement(questions: Sequence[NeedQuestion], period: Period, waves: list[int]) -> sql.Composed:
    return _COUNTING.format(
        answers=sql.SQL(", ").join(_answer(number, one) for number, one in enumerate(questions)),
        counts=sql.SQL(", ").join(_counts(number, one) for number, one in enumerate(questions)),
        first=period.first_day,
        last=period.last_day,
        waves=waves,
    )


def _answer(number: int, one: NeedQuestion) -> sql.Composed:
    shape = _SOME_CHOSEN if one.is_multiple else _ONE_CHOSEN
    return shape.format(code=one.code, positive=list(one.positive), **_columns(number))


def _counts(number: int, one: NeedQuestion) -> sql.Composed:
    shape = _COUNT_SOME if one.is_multiple else _COUNT_ONE
    return shape.format(dont_know=DONT_KNOW, positive=list(one.positive), **_columns(number))


def _columns(number: int) -> dict[str, sql.Identifier]:
    return {kind: sql.Identifier(f"{kind}_{number}") for kind in ("answer", "sees")}
