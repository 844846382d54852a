"""Reading releases as the ministry's own database role, which sees nothing but releases.

Every function enters the ministry's realm itself and returns plain values: a page that would like to show
more than what was released finds nothing to read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.core.facts import cell_of
from kisi.core.periods import period_of
from kisi.core.realms import MINISTRY, inside
from shared.disclosure.structure import STATE_AREA
from shared.metrics.models import Release, ReleasedFigure
from shared.metrics.queries import Change, changes_since_previous, value_of
from shared.metrics.vocabulary import FigureLevel


@dataclass(frozen=True, slots=True)
class FrozenRelease:
    """A release as plain values; the fields are those of ``shared.metrics.models.Release``."""

    id: int
    period: str
    number: int
    cut_off: date
    is_interim: bool
    frozen_at: datetime
    requested_by: str
    towns_expected: int
    towns_reported: int
    missing: list[dict[str, Any]]
    catalogue_version: int
    thresholds: dict[str, int]
    seed: str
    solver: str
    input_hash: str
    protocol: dict[str, Any]

    @property
    def period_label(self) -> str:
        """The period as people read it."""
        return period_of(self.period).label

    @property
    def label(self) -> str:
        """Period and number: „2. Halbjahr 2026 · Stand 1“."""
        words = {"period": self.period_label, "number": self.number}
        return _("%(period)s · Stand %(number)s") % words

    @property
    def frozen_local(self) -> datetime:
        """When it was frozen, as the clock on the wall shows it."""
        return timezone.localtime(self.frozen_at)

    @property
    def as_of(self) -> str:
        """What stands beside every figure: how fresh it is and how many municipalities are in it."""
        words = {
            "day": f"{self.frozen_local:%d.%m.%Y, %H:%M}",
            "reported": self.towns_reported,
            "expected": self.towns_expected,
        }
        return _("Stand %(day)s Uhr · %(reported)s von %(expected)s Kommunen") % words


@dataclass(frozen=True, slots=True)
class Figure:
    """A released cell as plain values; ``value`` is what is shown (count, per cent, euros), None when hidden."""

    metric: str
    version: int
    level: str
    area: str
    cell: str
    numerator: int | None
    denominator: int | None
    hidden_because: str
    base: int
    reach: int
    towns: int
    value: Decimal | None = field(default=None)

    @property
    def axes(self) -> dict[str, str]:
        """Axis → value; empty for the total."""
        return cell_of(self.cell)


def releases() -> list[FrozenRelease]:
    """All releases, the newest period first and in it the newest release."""
    with inside(MINISTRY):
        return [_release(row) for row in Release.objects.all()]


def previous_of(release: FrozenRelease, among: Iterable[FrozenRelease]) -> FrozenRelease | None:
    """What a release is compared with: the last release of the nearest earlier period."""
    return next((one for one in among if one.cut_off < release.cut_off), None)


def latest_of_each_period(among: Iterable[FrozenRelease]) -> list[FrozenRelease]:
    """The last release of every period, the oldest first: what a line over time is drawn from."""
    found: dict[str, FrozenRelease] = {}
    for one in among:
        found.setdefault(one.period, one)
    return list(reversed(found.values()))


def state_figures(*, of: Iterable[int], metrics: Collection[str] = ()) -> dict[int, list[Figure]]:
    """Figures of the whole state of several releases by their ids, of these metrics or of all."""
    rows = ReleasedFigure.objects.filter(release__in=list(of), level=FigureLevel.STATE, area=STATE_AREA)
    if metrics:
        rows = rows.filter(metric__in=metrics)
    found: dict[int, list[Figure]] = {}
    with inside(MINISTRY):
        for row in rows:
            found.setdefault(row.release_id, []).append(_figure(row))
    return found


def area_figures(release: FrozenRelease, *, metric: str, level: str, cell: str) -> list[Figure]:
    """One cell in every area of a level."""
    with inside(MINISTRY):
        rows = ReleasedFigure.objects.filter(release=release.id, metric=metric, level=level, cell=cell)
        return [_figure(row) for row in rows]


def all_figures(release: FrozenRelease, *, metric: str = "", level: str = "") -> list[Figure]:
    """Everything a release publishes, of a metric and a level where these are given."""
    wanted = Q(release=release.id)
    wanted &= Q(metric=metric) if metric else Q()
    wanted &= Q(level=level) if level else Q()
    with inside(MINISTRY):
        return [_figure(row) for row in ReleasedFigure.objects.filter(wanted)]


def corrections(release: FrozenRelease) -> list[Change]:
    """What this release shows differently from the one before it of the same period."""
    if release.number == 1:
        return []
    with inside(MINISTRY):
        return changes_since_previous(Release(id=release.id, period=release.period, number=release.number))


def _release(row: Release) -> FrozenRelease:
    names = FrozenRelease.__dataclass_fields__
    return FrozenRelease(**{name: getattr(row, name) for name in names})


def _figure(row: ReleasedFigure) -> Figure:
    names = [name for name in Figure.__dataclass_fields__ if name != "value"]
    return Figure(**{name: getattr(row, name) for name in names}, value=value_of(row))
