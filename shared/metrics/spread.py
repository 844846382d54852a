"""How widely something is used: counts of municipalities – never of people, and never which municipality.

Such counts are no statistics about persons, so they are neither rounded nor frozen (decision 0011).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max, Subquery
from django.utils import timezone

from kisi.core.facts import cell_of, collectors
from shared.metrics.collection.running import reporting_towns
from shared.metrics.models import CollectionRun, Contribution, FillState
from shared.metrics.vocabulary import FillStatus


@dataclass(frozen=True, slots=True)
class Spread:
    """Value of the axis → municipalities, of how many that reported and should have, as of when."""

    towns: Mapping[str, int] = field(default_factory=dict)
    reported: int = 0
    expected: int = 0
    as_of: datetime | None = None


def spread_of(metric: str, axis: str) -> Spread:
    """In how many municipalities each value occurs, by the last collection. Central realm.

    A municipality whose collection failed is missing, never without use. Raises ``LookupError`` for a metric that
    nobody collects.
    """
    source = next((one for one in collectors() if metric in one.metrics), None)
    if source is None:
        raise LookupError(f"nobody collects {metric!r}")
    roles = [town.schema for town in reporting_towns()]
    states = FillState.objects.filter(collector=source.key, role__in=roles, status=FillStatus.DONE)
    newest = Subquery(states.order_by().values("collector").annotate(last=Max("period")).values("last")[:1])
    last = list(states.filter(period=newest).values_list("role", "period"))
    if not last:
        return Spread(expected=len(roles))
    period, reported = last[0][1], [role for role, _period in last]
    rows = (
        Contribution.objects.filter(metric=metric, period=period, role__in=reported, numerator__gt=0)
        .order_by()
        .values_list("cell")
        .annotate(towns=Count("role", distinct=True))
    )
    towns = {values[axis]: number for cell, number in rows if set(values := cell_of(cell)) == {axis}}
    run = CollectionRun.objects.filter(period=period, finished_at__isnull=False).first()
    looked_at = timezone.localtime(run.finished_at) if run and run.finished_at else None
    return Spread(towns, len(reported), len(roles), looked_at)
