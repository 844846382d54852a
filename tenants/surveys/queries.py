"""Reads of waves and of what came back; only numbers leave this module where responses are concerned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tenants.surveys.models import CodeBatch, SurveySettings, Wave
from tenants.surveys.vocabulary import WaveState


@dataclass(frozen=True, slots=True)
class Return:
    """How many sheets came back (Rücklauf), in all and by channel, language and week (its Monday).

    ``by_answer`` counts the answers to the questions about a person as they were given: code of the question →
    answer (None: none) → sheets.
    """

    total: int
    by_channel: Mapping[str, int]
    by_language: Mapping[str, int]
    by_week: Mapping[date, int]
    by_answer: Mapping[str, Mapping[str | None, int]] = field(default_factory=dict)


def waves_with_return() -> QuerySet[Wave, Any]:
    """All waves with the number of their responses as ``returned``."""
    return Wave.objects.select_related("version__instrument").annotate(returned=Count("responses"))


def with_rules(waves: QuerySet[Wave, Any]) -> QuerySet[Wave, Any]:
    """Beside each wave two rules of the town: ``smallest_group``, from which number a group is shown, ``late_days``."""

    def rule(name: str) -> Coalesce:
        stated = SurveySettings.objects.order_by("pk").values(name)[:1]
        return Coalesce(Subquery(stated), getattr(SurveySettings(), name))

    return waves.annotate(smallest_group=rule("smallest_group"), late_days=rule("late_days"))


_PARTS: Final = ("channel", "language", "week", "sex", "age_bracket")
"""What a return is counted by. PostgreSQL says of each row which of them it stands for: all bits but its own."""
_COUNTING: Final = """
SELECT channel, language, week, answers ->> 'sex', answers ->> 'age_bracket', count(*),
       grouping(channel, language, week, answers ->> 'sex', answers ->> 'age_bracket')
  FROM surveys_response
 WHERE wave_id = %s
 GROUP BY GROUPING SETS ((channel), (language), (week), (answers ->> 'sex'), (answers ->> 'age_bracket'))
"""


def return_of(wave: Wave) -> Return:
    """What came back so far, in one query."""
    counts: dict[str, Counter[Any]] = {part: Counter() for part in _PARTS}
    everything = 2 ** len(_PARTS) - 1
    with connection.cursor() as cursor:
        cursor.execute(_COUNTING, [wave.pk])
        for *values, number, others in cursor.fetchall():
            place = len(_PARTS) - (everything - others).bit_length()
            counts[_PARTS[place]][values[place]] += number
    channels, languages, weeks, sexes, brackets = counts.values()
    answers = {"sex": sexes, "age_bracket": brackets}
    return Return(channels.total(), channels, languages, dict(sorted(weeks.items())), answers)


def running_waves(on: date) -> QuerySet[Wave, Any]:
    """Waves that take answers on a day."""
    return Wave.objects.filter(state=WaveState.RUNNING, opens_on__lte=on, closes_on__gte=on).order_by("closes_on", "pk")


def wave_by_token(token: str) -> Wave | None:
    """The wave of a public address, with the version it asks; the definition is read only if it is not kept yet."""
    waves = Wave.objects.select_related("version__instrument").defer("version__definition")
    return waves.filter(token=token).order_by().first()


def code_batches(wave: Wave) -> QuerySet[CodeBatch, Any]:
    """A wave's batches with the number of redeemed codes as ``redeemed``."""
    return wave.code_batches.annotate(redeemed=Count("codes", filter=Q(codes__used=True))).order_by("-pk")
