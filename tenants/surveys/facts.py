"""What surveys report to the state: how many answered, and how many of them see a need. Numbers only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import Count
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from kisi.core.facts import (
    Breakdown,
    Dimension,
    Direction,
    Metric,
    MetricKind,
    Observation,
    collects,
    declare_dimension,
    declare_metric,
)
from kisi.core.periods import Period
from kisi.core.vocabulary import AgeBracket, Perspective, Sex, Topic
from kisi.ui.languages import PARTICIPANT_LANGUAGES
from shared.instruments.definition import DONT_KNOW, Definition, from_stored
from tenants.instruments.models import InstrumentVersion
from tenants.surveys.models import Response
from tenants.surveys.vocabulary import Channel

RESPONSES: Final = "surveys.responses"
NEED_SEEN: Final = "surveys.need_seen"
OTHER_LANGUAGE: Final = "other"
PERSON: Final = ("sex", "age_bracket")

declare_dimension(Dimension("channel", _("Weg"), {one.value: one.label for one in Channel}))
declare_dimension(
    Dimension(
        "language",
        _("Sprache"),
        {one.code: one.name for one in PARTICIPANT_LANGUAGES} | {OTHER_LANGUAGE: _("andere Sprache")},
        is_origin=True,
    )
)
declare_metric(
    Metric(
        key=RESPONSES,
        name=_("Antwortbögen"),
        unit=_("Antwortbögen"),
        kind=MetricKind.COUNT,
        definition=_(
            "Vollständig abgegebene Antwortbögen der Bedarfserhebungen. Ein Bogen zählt in dem Zeitraum, in dem seine"
            " Woche beginnt. Geschlecht und Altersgruppe sind freiwillig; wer nichts angibt, zählt als „keine Angabe“."
        ),
        numerator=_("Antwortbögen"),
        why_it_matters=_(
            "Zeigt, auf wie vielen Stimmen die Ergebnisse beruhen und ob alle drei Perspektiven zu Wort kommen."
        ),
        direction=Direction.NOT_JUDGED,
        breakdowns=(
            Breakdown(),
            Breakdown(("perspective",)),
            Breakdown(("channel",)),
            Breakdown(("language",)),
            Breakdown(PERSON),
        ),
        source=_("Bedarfserhebungen der Kommunen"),
        authored_on=date(2026, 11, 26),
        review_on=date(2027, 11, 26),
    ),
    Metric(
        key=NEED_SEEN,
        name=_("Sehen einen Bedarf"),
        unit=_("Prozent"),
        kind=MetricKind.RATIO,
        definition=_(
            "Anteil der Antwortenden, die im Handlungsfeld einen Bedarf sehen, an allen, die diese Frage beantwortet"
            " haben. Nur Fragen aus dem gemeinsamen Kern der zentralen Fragebögen zählen; „weiß nicht“ ist keine"
            " Antwort."
        ),
        numerator=_("Antwortbögen, deren Antwort für einen Bedarf spricht"),
        denominator=_("Antwortbögen mit einer Antwort auf diese Frage"),
        why_it_matters=_(
            "Zeigt, wo welche Perspektive Unterstützung für nötig hält – und wo die Sicht der einen von der Sicht der"
            " anderen abweicht."
        ),
        direction=Direction.NOT_JUDGED,
        minimum_denominator=30,
        breakdowns=(Breakdown(("topic", "perspective")),),
        source=_("Bedarfserhebungen der Kommunen"),
        authored_on=date(2026, 11, 26),
        review_on=date(2027, 11, 26),
    ),
)

# Responses are accepted or taken back, never changed: their random numbers are a fingerprint of all of them.
_CHANGED: Final = """
SELECT count(*), coalesce(bit_xor(uuid_hash_extended(id, 0)), 0) FROM surveys_response WHERE week BETWEEN %s AND %s
"""
_ANSWERS: Final = """
SELECT w.perspective, r.version_id, answer.key, answer.value, count(*)
  FROM surveys_response r
  JOIN surveys_wave w ON w.id = r.wave_id
 CROSS JOIN LATERAL jsonb_each_text(r.answers) answer
 WHERE r.week BETWEEN %s AND %s AND r.version_id = ANY(%s) AND answer.key = ANY(%s)
 GROUP BY 1, 2, 3, 4
"""


def _changed(period: Period) -> str:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [period.first_day, period.last_day])
        return repr(cursor.fetchone())


@collects(RESPONSES, NEED_SEEN, changed=_changed)
def answers(period: Period) -> Iterable[Observation]:
    """What the accepted sheets of the current town come to."""
    yield from _responses(period)
    yield from _need_seen(period)


def _responses(period: Period) -> Iterator[Observation]:
    """Sheets, one table after the other."""
    rows = (
        Response.objects.filter(week__range=(period.first_day, period.last_day))
        .order_by()
        .values_list("wave__perspective", "channel", "language", KT("answers__sex"), KT("answers__age_bracket"))
        .annotate(number=Count("pk"))
    )
    tables: dict[tuple[str, ...], Counter[tuple[str, ...]]] = defaultdict(Counter)
    total = 0
    for perspective, channel, language, sex, age_bracket, number in rows:
        person = (_known(sex, Sex.values, Sex.UNKNOWN), _known(age_bracket, AgeBracket.values, AgeBracket.UNKNOWN))
        total += number
        tables["perspective",][perspective,] += number
        tables["channel",][channel,] += number
        tables["language",][_known(language, _LANGUAGES, OTHER_LANGUAGE),] += number
        tables[PERSON][person] += number
    yield Observation(RESPONSES, total)
    for axes, cells in tables.items():
        for values, number in cells.items():
            yield Observation(RESPONSES, number, **dict(zip(axes, values, strict=True)))


_LANGUAGES: Final = frozenset(language.code for language in PARTICIPANT_LANGUAGES)


def _known(value: str | None, values: Iterable[str], otherwise: str) -> str:
    return value if value is not None and value in values else str(otherwise)


def _need_seen(period: Period) -> Iterator[Observation]:
    """Answers to the comparable questions about needs, by topic and perspective."""
    items = dict(_items(period))
    if not items:
        return
    answered: Counter[tuple[str, str]] = Counter()
    positive: Counter[tuple[str, str]] = Counter()
    versions, codes = sorted({version for version, _code in items}), sorted({code for _version, code in items})
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS, [period.first_day, period.last_day, versions, codes])
        for perspective, version, code, value, number in cursor.fetchall():
            topic, counts = items.get((version, code), ("", ()))
            if topic and value != DONT_KNOW:
                answered[topic, perspective] += number
                positive[topic, perspective] += number if value in counts else 0
    for (topic, perspective), number in answered.items():
        if topic in Topic.values and perspective in Perspective.values:
            yield Observation(NEED_SEEN, positive[topic, perspective], number, topic=topic, perspective=perspective)


def _items(period: Period) -> Iterator[tuple[tuple[int, str], tuple[str, tuple[str, ...]]]]:
    """(version, question) → topic and the answers that speak for a need, of the versions answered in the period."""
    used = Response.objects.filter(week__range=(period.first_day, period.last_day)).order_by()
    rows = InstrumentVersion.objects.filter(pk__in=used.values("version").distinct())
    for row in rows.exclude(instrument__origin_key=""):
        for code, topic, positive in need_questions(from_stored(row.definition)):
            yield (row.pk, code), (topic, positive)


def need_questions(definition: Definition) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(code, topic, answers that speak for a need) of the core's questions; one for each topic, the first."""
    seen: set[str] = set()
    for page in definition.pages:
        for group in page.groups:
            for question in group.questions if group.kind == "core" else ():
                measures = question.measures
                if measures and measures.aspect == "need" and measures.topic and measures.topic not in seen:
                    seen.add(measures.topic)
                    yield question.code, measures.topic, measures.positive
