"""What surveys report to the state: how many answered, and how many of them see a need. Numbers only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Final

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
    Timing,
    collects,
    declare_dimension,
    declare_metric,
)
from kisi.core.kept import Kept
from kisi.core.periods import Period
from kisi.core.vocabulary import AgeBracket, Perspective, Sex, Topic
from kisi.ui.languages import GERMAN_NAMES, PARTICIPANT_LANGUAGES
from shared.metrics.vocabulary import SHEETS, WAVE_ENDED, WAVE_OPEN, WAVE_STATE, WAVE_STATES, WAVES, WISHED_FOR
from tenants.surveys.models import Response, Wave
from tenants.surveys.need_counting import need_counts
from tenants.surveys.sheet_groups import MOST_GROUPS, SheetGroup, counted_once, sheet_groups
from tenants.surveys.vocabulary import Channel, WaveState

RESPONSES: Final = SHEETS
NEED_SEEN: Final = "surveys.need_seen"
OTHER_LANGUAGE: Final = "other"
PERSON: Final = ("sex", "age_bracket")

declare_dimension(Dimension("channel", _("Weg"), {one.value: one.label for one in Channel}))
declare_dimension(
    Dimension(
        "language",
        _("Sprache"),
        {one.code: GERMAN_NAMES[one.code] for one in PARTICIPANT_LANGUAGES} | {OTHER_LANGUAGE: _("andere Sprache")},
        is_origin=True,
    )
)
declare_dimension(Dimension(WAVE_STATE, _("Stand der Welle"), dict(WAVE_STATES)))
declare_metric(
    Metric(
        key=WAVES,
        name=_("Wellen"),
        unit=_("Wellen"),
        kind=MetricKind.COUNT,
        definition=_(
            "Freigegebene Wellen, deren Tage in den Zeitraum reichen: offen, bis die Kommune sie beendet. Es zählen"
            " Wellen, keine Antworten."
        ),
        numerator=_("Wellen"),
        why_it_matters=_("Zeigt, wo erhoben wird und wo Hilfe beim Erheben fehlt. Es sagt nichts über Ergebnisse."),
        direction=Direction.NOT_JUDGED,
        breakdowns=(Breakdown(), Breakdown((WAVE_STATE,))),
        source=_("Bedarfserhebungen der Kommunen"),
        authored_on=date(2026, 11, 27),
        review_on=date(2027, 11, 27),
    ),
    Metric(
        key=WISHED_FOR,
        name=_("Ziel der Wellen"),
        unit=_("Antwortbögen"),
        kind=MetricKind.COUNT,
        definition=_(
            "So viele Antwortbögen hat sich die Kommune für ihre Wellen des Zeitraums zusammen vorgenommen; 0, wenn"
            " eine davon kein Ziel hat."
        ),
        numerator=_("gewünschte Antwortbögen"),
        why_it_matters=_("Ohne Ziel lässt sich nicht sagen, wie weit eine Erhebung ist."),
        direction=Direction.NOT_JUDGED,
        source=_("Bedarfserhebungen der Kommunen"),
        authored_on=date(2026, 11, 27),
        review_on=date(2027, 11, 27),
    ),
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
        timing=Timing.FLOW,
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
        timing=Timing.FLOW,
        minimum_denominator=30,
        breakdowns=(Breakdown(("topic", "perspective")),),
        source=_("Bedarfserhebungen der Kommunen"),
        authored_on=date(2026, 11, 26),
        review_on=date(2027, 11, 26),
    ),
)


type _Waves = list[tuple[str, int]]
type _Basis = tuple[list[SheetGroup], _Waves]


def _basis(period: Period) -> _Basis:
    return sheet_groups(period), _waves_of(period)


def _waves_of(period: Period) -> _Waves:
    """State and wished-for number of the waves of a period; what the calendar makes of them today does not count."""
    waves = Wave.objects.exclude(state=WaveState.PLANNED).filter(
        opens_on__lte=period.last_day, closes_on__gte=period.first_day
    )
    rows = waves.order_by("pk").values_list("state", "targets__total")
    # JSON knows numbers only: what a wave wishes for may have been written as 250.0.
    return [(state, int(total or 0)) for state, total in rows]


@collects(WAVES, WISHED_FOR, RESPONSES, NEED_SEEN, basis=_basis)
def answers(period: Period, basis: _Basis) -> Iterable[Observation]:
    """The waves of the current town, and what their accepted sheets come to."""
    groups, waves = basis
    yield from _waves(waves)
    yield from _responses(period, groups)
    yield from _need_seen(period, groups)


def _waves(found: _Waves) -> Iterator[Observation]:
    wished = [total for _state, total in found]
    ended = sum(state == WaveState.ENDED for state, _total in found)
    yield Observation(WAVES, len(found))
    yield Observation(WAVES, len(found) - ended, **{WAVE_STATE: WAVE_OPEN})
    yield Observation(WAVES, ended, **{WAVE_STATE: WAVE_ENDED})
    yield Observation(WISHED_FOR, sum(wished) if all(wished) else 0)


type _Axes = tuple[str, ...]
type _Tables = dict[_Axes, Counter[tuple[str, ...]]]

_TABLES: Final = Kept[_Tables](MOST_GROUPS)


def _responses(period: Period, groups: Sequence[SheetGroup]) -> Iterator[Observation]:
    """Sheets, one table after the other."""
    tables: _Tables = defaultdict(Counter)
    for group, counted in counted_once(_TABLES, groups, partial(_count_sheets, period)).items():
        tables["perspective",][group.perspective,] += group.sheets
        for axes, cells in counted.items():
            tables[axes].update(cells)
    yield Observation(RESPONSES, sum(group.sheets for group in groups))
    for axes, cells in tables.items():
        for values, number in cells.items():
            yield Observation(RESPONSES, number, **dict(zip(axes, values, strict=True)))


def _count_sheets(period: Period, groups: list[SheetGroup]) -> dict[SheetGroup, _Tables]:
    """The tables of each group."""
    found: dict[SheetGroup, _Tables] = {group: defaultdict(Counter) for group in groups}
    by_number = {(group.wave, group.version): found[group] for group in groups}
    rows = (
        Response.objects.filter(wave__in={group.wave for group in groups})
        .filter(week__range=(period.first_day, period.last_day))
        .order_by()
        .values_list("wave", "version", "channel", "language", KT("answers__sex"), KT("answers__age_bracket"))
        .annotate(number=Count("pk"))
    )
    for wave, version, channel, language, sex, age_bracket, number in rows:
        if (wave, version) not in by_number:
            continue
        tables = by_number[wave, version]
        person = (_known(sex, _SEXES, Sex.UNKNOWN), _known(age_bracket, _AGE_BRACKETS, AgeBracket.UNKNOWN))
        tables["channel",][channel,] += number
        tables["language",][_known(language, _LANGUAGES, OTHER_LANGUAGE),] += number
        tables[PERSON][person] += number
    return found


# Made once: Django builds ``.values`` anew at every use, and here it is used for every group of sheets.
_SEXES: Final = frozenset(Sex.values)
_AGE_BRACKETS: Final = frozenset(AgeBracket.values)
_LANGUAGES: Final = frozenset(language.code for language in PARTICIPANT_LANGUAGES)


def _known(value: str | None, values: frozenset[str], otherwise: str) -> str:
    return value if value is not None and value in values else str(otherwise)


def _need_seen(period: Period, groups: Sequence[SheetGroup]) -> Iterator[Observation]:
    """Answers to the comparable questions about needs, by topic and perspective."""
    answered: Counter[tuple[str, str]] = Counter()
    sees: Counter[tuple[str, str]] = Counter()
    for topic, perspective, answers_given, needs_seen in need_counts(period, groups):
        answered[topic, perspective] += answers_given
        sees[topic, perspective] += needs_seen
    for (topic, perspective), number in answered.items():
        if number and topic in Topic.values and perspective in Perspective.values:
            yield Observation(NEED_SEEN, sees[topic, perspective], number, topic=topic, perspective=perspective)
