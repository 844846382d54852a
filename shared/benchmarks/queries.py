"""Reads of bands, and what a municipality itself reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from kisi.core.facts import Metric, MetricKind
from shared.benchmarks.models import Band
from shared.metrics.models import Contribution


@dataclass(frozen=True, slots=True)
class Drawn:
    """The release whose bands are shown."""

    release_id: int
    period: str
    cut_off: date
    frozen_at: datetime


@dataclass(frozen=True, slots=True)
class Own:
    """What the current town itself counts in a period; exact, because it is its own."""

    numerator: int
    denominator: int | None
    version: int

    def value(self, declared: Metric) -> Decimal | None:
        """As it is compared: count, euros, per cent; None without a denominator."""
        if declared.kind is MetricKind.RATIO:
            if not self.denominator:
                return None
            return (Decimal(self.numerator * 100) / self.denominator).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return Decimal(self.numerator) / 100 if declared.kind is MetricKind.AMOUNT else Decimal(self.numerator)


def newest() -> Drawn | None:
    """The last release of the latest period that has bands. Any realm that may read bands."""
    row = Band.objects.order_by("-cut_off", "-frozen_at").first()
    return Drawn(row.release_id, row.period, row.cut_off, row.frozen_at) if row else None


def bands_for(release_id: int, metric: str, groups: Mapping[str, str], kind: str) -> dict[str, Band]:
    """Cell → band of a metric for the town's group of one kind."""
    if kind not in groups:
        return {}
    rows = Band.objects.filter(release_id=release_id, metric=metric, group_kind=kind, group=groups[kind])
    return {row.cell: row for row in rows}


def own_figures(period: str, metric: str) -> dict[str, Own]:
    """Cell → what the current town reported; row security shows it nobody else's."""
    rows = Contribution.objects.filter(period=period, metric=metric)
    return {row.cell: Own(row.numerator, row.denominator, row.version) for row in rows}
