"""Reading releases as the ministry's own database role, which sees nothing but releases.

Every function enters the ministry's realm itself and returns plain values: a page that would like to show
more than what was released finds nothing to read. Which releases there are is read each time; the figures of a
release are kept in the process, for a trigger refuses every change of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.core.facts import cell_of
from kisi.core.kept import Kept
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
    def mark(self) -> tuple[int, datetime, str]:
        """What its figures are kept by: a release never changes, and another one of its number has other marks."""
        return self.id, self.frozen_at, self.input_hash

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


STATE: Final = Kept[tuple[Figure, ...]](30)
"""The figures of the whole state of a release, some 100 kB each."""
LISTS: Final = Kept[tuple[Figure, ...]](10)
"""Figures of a release as they were asked for; all of them together are some megabytes."""


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


def state_figures(*, of: Iterable[FrozenRelease], metrics: Collection[str] = ()) -> dict[int, list[Figure]]:
    """Id of a release → its figures of the whole state, of these metrics or of all; one query for all not kept yet."""
    wanted = {one.id: one for one in of}
    found = {pk: kept for pk, one in wanted.items() if (kept := STATE.find(one.mark)) is not None}
    if missing := [pk for pk in wanted if pk not in found]:
        read = _state_figures(missing)
        found |= {pk: STATE.keep(wanted[pk].mark, tuple(read[pk])) for pk in missing}
    return {pk: [one for one in figures if not metrics or one.metric in metrics] for pk, figures in found.items()}


def _state_figures(of: Collection[int]) -> dict[int, list[Figure]]:
    rows = ReleasedFigure.objects.filter(release__in=of, level=FigureLevel.STATE, area=STATE_AREA)
    read: dict[int, list[Figure]] = {pk: [] for pk in of}
    with inside(MINISTRY):
        for row in rows:
            read[row.release_id].append(_figure(row))
    return read


def area_figures(release: FrozenRelease, *, metric: str, level: str, cell: str) -> list[Figure]:
    """One cell in every area of a level."""
    return _figures(release, metric=metric, level=level, cell=cell)


def all_figures(release: FrozenRelease, *, metric: str = "", level: str = "") -> list[Figure]:
    """Everything a release publishes, of a metric and a level where these are given."""
    chosen = {"metric": metric, "level": level}
    return _figures(release, **{name: value for name, value in chosen.items() if value})


def _figures(release: FrozenRelease, **wanted: str) -> list[Figure]:
    def read() -> tuple[Figure, ...]:
        with inside(MINISTRY):
            return tuple(_figure(row) for row in ReleasedFigure.objects.filter(release=release.id, **wanted))

    return list(LISTS.get((*release.mark, *sorted(wanted.items())), read))


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
