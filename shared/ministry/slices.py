"""One figure over time and in its parts, as charts: for the pages of metrics, topics and perspectives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kisi.core.facts import Metric, MetricKind, cell_key, cell_of, dimension
from kisi.core.periods import period_of
from kisi.ui.charts import Bar, BarList, LineChart, Series
from kisi.ui.charts.palette import MOST_SERIES
from shared.ministry.reading import Figure, FrozenRelease
from shared.ministry.wording import axis_label, cell_name, hidden_reason, place_in_table, unit_sign


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart over time: which cell of the metric it follows."""

    name: str
    cell: str


def over_time(
    declared: Metric, lines: Sequence[Line], stands: Sequence[FrozenRelease], figures: dict[int, list[Figure]]
) -> LineChart | None:
    """The cells over the last release of each period; None where there is nothing to draw.

    Releases with another version of the metric are gaps: they are not comparable.
    """
    if not stands or not lines:
        return None
    series = [
        Series(line.name, [_value(figures.get(one.id, []), declared, line.cell) for one in stands])
        for line in lines[:MOST_SERIES]
    ]
    if not any(value is not None for one in series for value in one.values):
        return None
    return LineChart(
        key="verlauf",
        title=_("%(name)s im Verlauf") % {"name": declared.name},
        unit=unit_sign(declared.key),
        labels=[period_of(one.period).short_label for one in stands],
        series=series,
        filled=False,
        whole_numbers=declared.kind is MetricKind.COUNT,
        source=_("Jeweils der letzte Stand eines Halbjahrs."),
        show_title=False,
    )


def _value(figures: Iterable[Figure], declared: Metric, cell: str) -> float | None:
    for one in figures:
        if one.metric == declared.key and one.cell == cell and one.version == declared.version:
            return float(one.value) if one.value is not None else None
    return None


@dataclass(frozen=True, slots=True)
class Part:
    """A table of a metric by its axes: a chart, and a note for what shows no number."""

    title: str
    chart: BarList
    gaps: tuple[str, ...]


def parts_of(declared: Metric, figures: Iterable[Figure], *, source: str) -> list[Part]:
    """Every table of a metric that the release publishes for the whole state, but for its total."""
    tables: dict[tuple[str, ...], list[Figure]] = {}
    for one in figures:
        if one.metric == declared.key and one.cell:
            tables.setdefault(tuple(sorted(one.axes)), []).append(one)
    return [_part(declared, axes, tables[axes], source) for axes in sorted(tables)]


def _part(declared: Metric, axes: tuple[str, ...], figures: list[Figure], source: str) -> Part:
    ordered = sorted(figures, key=lambda one: place_in_table(one.cell))
    title = _("Nach %(axes)s") % {"axes": " und ".join(str(axis_label(axis)) for axis in axes)}
    return bars_of(declared, title, ordered, key="-".join(axes), source=source)


def bars_of(declared: Metric, title: str, figures: Sequence[Figure], *, key: str, source: str, axis: str = "") -> Part:
    """Figures as bars, named by their cell or by the value of one axis of it."""
    is_ratio = declared.kind is MetricKind.RATIO
    chart = BarList(
        key=f"teil-{key}",
        title=title,
        unit=unit_sign(declared.key) or str(declared.unit),
        bars=[Bar(_bar_name(one, axis), float(one.value)) for one in figures if one.value is not None],
        maximum=100 if is_ratio else None,
        places=1 if is_ratio else None,
        source=source,
        show_title=False,
    )
    gaps = tuple(f"{_bar_name(one, axis)}: {hidden_reason(one)}" for one in figures if one.value is None)
    return Part(title, chart, gaps)


def _bar_name(figure: Figure, axis: str) -> str:
    if not axis:
        return cell_name(figure.cell)
    value = cell_of(figure.cell)[axis]
    return str(dimension(axis).values.get(value, value))


def fixed(figures: Iterable[Figure], declared: Metric, axes: frozenset[str], **values: str) -> list[Figure]:
    """The cells of the table by exactly these axes in which some axes have the given values, in order."""
    found = [
        one
        for one in figures
        if one.metric == declared.key
        and set(one.axes) == axes
        and all(one.axes[axis] == value for axis, value in values.items())
    ]
    return sorted(found, key=lambda one: place_in_table(one.cell))


def lines_along(axis: str, **fixed_values: str) -> list[Line]:
    """A line for each value of an axis, the others fixed."""
    return [
        Line(str(label), cell_key({axis: value, **fixed_values})) for value, label in dimension(axis).values.items()
    ]
