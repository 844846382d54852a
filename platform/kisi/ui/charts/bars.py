"""Bar list: an HTML table with a bar in each row, so that it is its own data table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from kisi.ui.charts.figure import BadValue, Chart, DataTable, require_numbers
from kisi.ui.charts.numbers import german_number
from kisi.ui.charts.svg import element, label
from kisi.ui.charts.text import shortened, text_width

FONT = 13.0
ROW = 30.0
WIDTH = 640.0


@dataclass(frozen=True)
class Bar:
    """One bar: a value from zero up, where its name leads, and what stands instead of a number that is not shown."""

    label: str
    value: float
    url: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class BarList(Chart):
    """Bars below each other, in the order given; all measured against the largest or `maximum`."""

    bars: Sequence[Bar]
    maximum: float | None = None
    places: int | None = None
    template: str = "ui/charts/bars.html"

    def __post_init__(self) -> None:
        """Raises `BadValue` for values that are negative or not numbers."""
        require_numbers([bar.value for bar in self.bars])
        if any(bar.value < 0 for bar in self.bars):
            raise BadValue("Ein Balken kann nicht kleiner als null sein.")

    @property
    def full(self) -> float:
        """The value of a bar of full length."""
        return max([self.maximum or 0, *(bar.value for bar in self.bars)]) or 1

    @property
    def lines(self) -> list[dict[str, object]]:
        """The rows as the template draws them; `share` is the bar's length in percent."""
        return [
            {
                "label": bar.label,
                "url": bar.url,
                "share": f"{bar.value / self.full * 100:.2f}",
                "value": self._said(bar) + ("\u00a0%" if self.unit == "%" and not bar.text else ""),
            }
            for bar in self.bars
        ]

    def data(self) -> DataTable:
        """Name and value of each bar."""
        return DataTable(["", self.unit or self.title], [[bar.label, bar.text or bar.value] for bar in self.bars])

    def _said(self, bar: Bar) -> str:
        return bar.text or german_number(bar.value, self.places)

    def picture(self) -> SafeString:
        """The bars as one SVG with names and values."""
        names = [shortened(bar.label, 230, FONT) for bar in self.bars]
        left = max((text_width(name, FONT) for name in names), default=0) + 12
        values = [self._said(bar) for bar in self.bars]
        room = WIDTH - left - max((text_width(value, FONT, bold=True) for value in values), default=0) - 12
        parts = []
        for row, (bar, name, value) in enumerate(zip(self.bars, names, values, strict=True)):
            top, length = row * ROW, bar.value / self.full * room
            parts.append(label(left - 10, top + ROW / 2 + 4.5, name, anchor="end"))
            parts.append(element("rect", class_="fill-1", x=left, y=top + 4, width=length, height=ROW - 10, rx=2))
            parts.append(label(left + length + 8, top + ROW / 2 + 4.5, value, css="strong"))
        return self.frame(WIDTH, max(ROW * len(self.bars), ROW), parts)
