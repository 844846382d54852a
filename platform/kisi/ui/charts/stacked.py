"""Stacked bars: how a whole is made up, one bar a row."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kisi.ui.charts.figure import BadValue, Chart, DataTable, Legend, LegendItem, require_numbers
from kisi.ui.charts.palette import MOST_SERIES
from kisi.ui.charts.svg import element, label
from kisi.ui.charts.text import shortened, text_width

FONT = 13.0
ROW = 40.0
WIDTH = 640.0
GAP = 0.4
"""Percent of the bar's length left free between two parts: parts are told apart without their colours."""


@dataclass(frozen=True)
class StackedRow:
    """One bar: a name and one value for each part."""

    label: str
    values: Sequence[float]


@dataclass(frozen=True, kw_only=True)
class StackedBars(Chart):
    """Rows over up to five parts; `as_share` stretches every row to the full length."""

    parts: Sequence[str]
    bars: Sequence[StackedRow]
    as_share: bool = True
    template: str = "ui/charts/stacked.html"

    def __post_init__(self) -> None:
        """Raises `BadValue` where parts and values do not fit or a value is negative or not a number."""
        if not 1 <= len(self.parts) <= MOST_SERIES:
            raise BadValue(f"Gestapelte Balken haben 1 bis {MOST_SERIES} Teile.")
        for bar in self.bars:
            require_numbers(bar.values)
            if len(bar.values) != len(self.parts) or min(bar.values) < 0:
                raise BadValue(f"Die Zeile „{bar.label}“ passt nicht zu den Teilen.")

    def segments(self, bar: StackedRow) -> list[tuple[int, float, float]]:
        """(part from 1, start, length) in percent of the full length; empty parts are left out."""
        full = sum(bar.values) if self.as_share else max(sum(other.values) for other in self.bars)
        if not full:
            return []
        found, start = [], 0.0
        for number, value in enumerate(bar.values, start=1):
            length = value / full * 100
            if length > 0:
                found.append((number, start, max(length - GAP, length * 0.6)))
            start += length
        return found

    @property
    def lines(self) -> list[dict[str, object]]:
        """The rows as the template draws them."""
        return [
            {
                "label": bar.label,
                "text": "; ".join(f"{part}: {value:g}" for part, value in zip(self.parts, bar.values, strict=True)),
                "segments": [
                    {"number": number, "start": f"{start:.2f}", "length": f"{length:.2f}"}
                    for number, start, length in self.segments(bar)
                ],
            }
            for bar in self.bars
        ]

    def legends(self) -> list[Legend]:
        """The parts' colours."""
        return [Legend([LegendItem(f"fill-{number}", part) for number, part in enumerate(self.parts, start=1)])]

    def data(self) -> DataTable:
        """Every value, with each row's sum."""
        rows = [[bar.label, *bar.values, sum(bar.values)] for bar in self.bars]
        return DataTable(["", *self.parts, _("Summe")], rows)

    def picture(self) -> SafeString:
        """The bars as one SVG with names."""
        names = [shortened(bar.label, 230, FONT) for bar in self.bars]
        left = max((text_width(name, FONT) for name in names), default=0) + 12
        drawn = []
        for row, (bar, name) in enumerate(zip(self.bars, names, strict=True)):
            drawn.append(label(left - 10, row * ROW + ROW / 2 + 4.5, name, anchor="end"))
            for number, start, length in self.segments(bar):
                at, wide = left + start / 100 * (WIDTH - left), length / 100 * (WIDTH - left)
                drawn.append(
                    element("rect", class_=f"fill-{number}", x=at, y=row * ROW + 6, width=wide, height=ROW - 12, rx=2)
                )
        return self.frame(WIDTH, max(ROW * len(self.bars), ROW), drawn)
