"""Reads of waves and of what came back; only numbers leave this module where responses are concerned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from tenants.surveys.models import CodeBatch, Response, Wave
from tenants.surveys.vocabulary import WaveState


@dataclass(frozen=True, slots=True)
class Return:
    """How many sheets came back (Rücklauf), in all and by channel, language and week (its Monday)."""

    total: int
    by_channel: Mapping[str, int]
    by_language: Mapping[str, int]
    by_week: Mapping[date, int]


def waves_with_return() -> QuerySet[Wave, Any]:
    """All waves with the number of their responses as ``returned``."""
    return Wave.objects.select_related("version__instrument").annotate(returned=Count("responses"))


def return_of(wave: Wave) -> Return:
    """What came back so far, in one query."""
    rows = Response.objects.filter(wave=wave).order_by().values_list("channel", "language", "week")
    counted = rows.annotate(number=Count("pk"))
    channels, languages, weeks = Counter[str](), Counter[str](), Counter[date]()
    for channel, language, week, number in counted:
        channels[channel] += number
        languages[language] += number
        weeks[week] += number
    return Return(channels.total(), channels, languages, dict(sorted(weeks.items())))


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
