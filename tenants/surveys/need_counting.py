"""How many sheets of a period answer the comparable questions about needs, and how many of them see one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef
from psycopg import sql

from kisi.core.periods import Period
from shared.instruments.definition import DONT_KNOW, Definition, from_stored
from tenants.instruments.models import InstrumentVersion
from tenants.surveys.kept import KeptByVersion
from tenants.surveys.models import Response


@dataclass(frozen=True, slots=True)
class NeedQuestion:
    """A comparable question about needs: the answers in ``positive`` speak for one."""

    code: str
    topic: str
    positive: tuple[str, ...]
    is_multiple: bool


# Small, and asked for by every collection: enough for a few versions in each of 500 municipalities.
_QUESTIONS: Final = KeptByVersion[tuple[NeedQuestion, ...]](2_000)
# An answer is taken out of its sheet once and counted twice. OFFSET 0 keeps the planner from taking it out for each
# count (31 instead of 43 ms for 5,000 sheets).
_COUNTING: Final = sql.SQL("""
SELECT version_id, perspective, {counts}
  FROM (SELECT r.version_id, w.perspective, {answers}
          FROM surveys_response r JOIN surveys_wave w ON w.id = r.wave_id
         WHERE r.week BETWEEN {first} AND {last} AND r.version_id = ANY({versions}) OFFSET 0) sheets
 GROUP BY version_id, perspective
""")
_ONE_CHOSEN: Final = sql.SQL("r.answers ->> {code} AS {answer}, r.answers ->> {code} = ANY({positive}) AS {sees}")
_SOME_CHOSEN: Final = sql.SQL("r.answers ->> {code} AS {answer}, r.answers -> {code} ?| {positive} AS {sees}")
_COUNTS: Final = sql.SQL("count(nullif({answer}, {dont_know})), count(*) FILTER (WHERE {sees})")


def need_counts(period: Period) -> Iterator[tuple[str, str, int, int]]:
    """(topic, perspective, sheets with an answer, sheets that see a need), perhaps several times the same two.

    „Weiß nicht“ is no answer. Only versions that came from a central instrument count.
    """
    questions = _questions_of(period)
    every = sorted({one for asked in questions.values() for one in asked}, key=lambda one: (one.code, one.positive))
    if not every:
        return
    place = {one: 2 + 2 * number for number, one in enumerate(every)}
    with connection.cursor() as cursor:
        cursor.execute(_statement(every, period, list(questions)).as_string(connection.connection))
        for row in cursor.fetchall():
            for one in questions[row[0]]:
                yield one.topic, row[1], row[place[one]], row[place[one] + 1]


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


def _questions_of(period: Period) -> dict[int, tuple[NeedQuestion, ...]]:
    """Version → its comparable questions, for the versions of central instruments that were answered."""
    answered = Response.objects.filter(version=OuterRef("pk"), week__range=(period.first_day, period.last_day))
    versions = InstrumentVersion.objects.filter(Exists(answered)).exclude(instrument__origin_key="")
    # Definitions are long and never change once released: fetched only for a version not met before.
    return {one.pk: _QUESTIONS.get(one, "", lambda one=one: _read(one)) for one in versions.defer("definition")}  # type: ignore[misc]


def _read(version: InstrumentVersion) -> tuple[NeedQuestion, ...]:
    return tuple(need_questions(from_stored(version.definition)))


def _statement(questions: Sequence[NeedQuestion], period: Period, versions: list[int]) -> sql.Composed:
    """One statement for all versions: of a question that a version does not have nothing is counted for it."""
    return _COUNTING.format(
        answers=sql.SQL(", ").join(_answer(number, one) for number, one in enumerate(questions)),
        counts=sql.SQL(", ").join(
            _COUNTS.format(answer=_column("answer", number), sees=_column("sees", number), dont_know=DONT_KNOW)
            for number in range(len(questions))
        ),
        first=period.first_day,
        last=period.last_day,
        versions=versions,
    )


def _answer(number: int, one: NeedQuestion) -> sql.Composed:
    shape = _SOME_CHOSEN if one.is_multiple else _ONE_CHOSEN
    names = {"answer": _column("answer", number), "sees": _column("sees", number)}
    return shape.format(code=one.code, positive=list(one.positive), **names)


def _column(kind: str, number: int) -> sql.Identifier:
    return sql.Identifier(f"{kind}_{number}")
