"""A metric crossed by two axes as a table with a small bar in each cell: who sees which need."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from kisi.core.facts import Metric, MetricKind, cell_key, dimension
from shared.ministry.reading import Figure
from shared.ministry.wording import axis_label, hidden_reason, shown

FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell: its column, what is shown, the bar's length in per cent, why nothing is shown, what it rests on."""

    column: str
    text: str
    share: str
    reason: str
    whole: int | None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One row: its name, where it leads, its cells in the order of the columns."""

    label: str
    url: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole table; ``columns`` are (label, address)."""

    title: str
    corner: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]


def matrix_of(
    declared: Metric,
    figures: Iterable[Figure],
    *,
    rows: str,
    columns: str,
    row_url: Callable[[str], str] = lambda _value: "",
    column_url: Callable[[str], str] = lambda _value: "",
) -> Matrix:
    """The table of a metric by the axes ``rows`` and ``columns``, in the order of their declared values."""
    by_cell = {one.cell: one for one in figures if one.metric == declared.key}
    down, across = dimension(rows), dimension(columns)
    full = _full(declared, by_cell.values(), {rows, columns})
    return Matrix(
        title=str(declared.name),
        corner=str(axis_label(rows)),
        columns=tuple((str(label), column_url(value)) for value, label in across.values.items()),
        rows=tuple(
            MatrixRow(
                str(label),
                row_url(value),
                tuple(
                    _cell(str(name), by_cell.get(cell_key({rows: value, columns: other})), full)
                    for other, name in across.values.items()
                ),
            )
            for value, label in down.values.items()
        ),
    )


def _full(declared: Metric, figures: Iterable[Figure], axes: set[str]) -> Decimal:
    """The value of a bar of full length: 100 per cent for shares, else the largest."""
    if declared.kind is MetricKind.RATIO:
        return FULL
    values = [one.value for one in figures if one.value is not None and set(one.axes) == axes]
    return max(values, default=Decimal(1)) or Decimal(1)


def _cell(column: str, figure: Figure | None, full: Decimal) -> MatrixCell:
    if figure is None:
        return MatrixCell(column, "–", "0", "", None)
    share = (figure.value or Decimal(0)) * 100 / full
    return MatrixCell(column, shown(figure), f"{share:.1f}", hidden_reason(figure), figure.denominator)
