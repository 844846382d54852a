"""Reads with more than one caller. Releases may be read in the ministry's realm as well as in the central one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from django.db.models import Q, QuerySet

from kisi.core.facts import MetricKind, cell_of, dimension, metric
from shared.disclosure.structure import STATE_AREA
from shared.metrics.models import MetricDefinition, Release, ReleasedFigure
from shared.municipalities.models import District
from shared.municipalities.models.register import district_label
from shared.municipalities.queries import places

STATE_NAME: Final = "Hessen"


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that a later release of the same period shows differently; None: no number shown."""

    metric: str
    level: str
    area: str
    cell: str
    before: int | None
    after: int | None
    denominator_before: int | None
    denominator_after: int | None


def releases() -> QuerySet[Release]:
    """All frozen releases, the newest period first."""
    return Release.objects.all()


def newest_release(period: str | None = None) -> Release | None:
    """The last release of a period, or of the latest period there is one of."""
    found = releases() if period is None else releases().filter(period=period)
    return found.first()


def figures(
    release: Release, *, metric: str, level: str | None = None, area: str | None = None, by: Iterable[str] | None = None
) -> list[ReleasedFigure]:
    """Released cells of a metric; ``by`` names the axes of one table (none: the total)."""
    rows = ReleasedFigure.objects.filter(release=release, metric=metric)
    if level is not None:
        rows = rows.filter(level=level)
    if area is not None:
        rows = rows.filter(area=area)
    if by is None:
        return list(rows)
    axes = set(by)
    return [row for row in rows if set(cell_of(row.cell)) == axes]


def value_of(figure: ReleasedFigure) -> Decimal | None:
    """What is shown: the count, the amount in euros, or the ratio in per cent with one place; None when hidden."""
    if figure.numerator is None:
        return None
    kind = kind_of(figure.metric)
    if kind == MetricKind.RATIO:
        if not figure.denominator:
            return None
        share = Decimal(figure.numerator * 100) / Decimal(figure.denominator)
        return share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return Decimal(figure.numerator) / 100 if kind == MetricKind.AMOUNT else Decimal(figure.numerator)


def kind_of(key: str) -> str:
    """The kind of a metric that is declared or once was. Raises ``LookupError``."""
    try:
        return metric(key).kind
    except LookupError:
        last = MetricDefinition.objects.filter(key=key).order_by("-revision").first()
        if last is None:
            raise
        return str(last.content["kind"])


def cell_labels(cell: str) -> dict[str, str]:
    """A cell for people: name of the axis → name of the value. What is no longer declared keeps its key."""
    return dict(_labels(cell))


def _labels(cell: str) -> Iterator[tuple[str, str]]:
    for axis, value in cell_of(cell).items():
        try:
            declared = dimension(axis)
        except LookupError:
            yield axis, value
        else:
            yield str(declared.label), str(declared.values.get(value, value))


def changes_since_previous(release: Release) -> list[Change]:
    """What this release shows differently from the one before it of the same period."""
    before = Q(release__period=release.period, release__number=release.number - 1)
    old: dict[tuple[str, str, str, str], ReleasedFigure] = {}
    new: dict[tuple[str, str, str, str], ReleasedFigure] = {}
    for row in ReleasedFigure.objects.filter(Q(release=release.pk) | before):
        (new if row.release_id == release.pk else old)[_place(row)] = row
    if not old:
        return []
    found = []
    for place in sorted(old.keys() | new.keys()):
        was, now = old.get(place), new.get(place)
        pair = (was and (was.numerator, was.denominator), now and (now.numerator, now.denominator))
        if pair[0] != pair[1]:
            (n1, d1), (n2, d2) = pair[0] or (None, None), pair[1] or (None, None)
            found.append(Change(*place, n1, n2, d1, d2))
    return found


def _place(row: ReleasedFigure) -> tuple[str, str, str, str]:
    return (row.metric, row.level, row.area, row.cell)


def current_definitions() -> QuerySet[MetricDefinition]:
    """The wording of every metric that holds now."""
    return MetricDefinition.objects.filter(replaced_at=None).order_by("key")


def area_names(areas: Iterable[str]) -> dict[str, str]:
    """Names of the state, districts and municipalities by the register of today (central realm); else their keys."""
    keys = set(areas)
    names = {key: key for key in keys}
    districts, towns = ([key for key in keys if len(key) == length] for length in (5, 8))
    if districts:
        known = District.objects.filter(ags5__in=districts).values_list("ags5", "name", "kind")
        names |= {key: district_label(name, kind) for key, name, kind in known}
    if towns:
        names |= {key: place.name for key, place in places(towns).items()}
    return names | ({STATE_AREA: STATE_NAME} if STATE_AREA in keys else {})
