"""Bar list: an HTML table with a bar in each row, so that it is its own data table."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kisi.ui.charts.figure import BadValue, Chart, DataTable, require_numbers
from kisi.ui.charts.numbers import german_number
from kisi.ui.charts.svg import element, label
from kisi.ui.charts.text import text_width, wrapped

FONT = 13.0
ROW = 30.0
LINE = 15.0
"""A name in two lines makes its row higher by this."""
WIDTH = 640.0


@dataclass(frozen=True)
class Bar:
    """One bar: a value from zero up, where its name leads, and what stands instead of a number that is not shown.

    ``target`` is marked on it, where there is one.
    """

    label: str
    value: float
    url: str = ""
    text: str = ""
    target: float | None = None


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
        require_numbers([bar.target for bar in self.bars if bar.target is not None])
        if any(bar.value < 0 or (bar.target or 0) < 0 for bar in self.bars):
            raise BadValue("Ein Balken kann nicht kleiner als null sein.")

    @property
    def full(self) -> float:
        """The value of a bar of full length."""
        return max([self.maximum or 0, *(max(bar.value, bar.target or 0) for bar in self.bars)]) or 1

    @property
    def lines(self) -> list[dict[str, object]]:
        """The rows as the template draws them; `share` is the bar's length in percent, `target` where its mark is."""
        return [
            {
                "label": bar.label,
                "url": bar.url,
                "share": f"{bar.value / self.full * 100:.2f}",
                "target": f"{bar.target / self.full * 100:.2f}" if bar.target else "",
                "value": self._said(bar) + ("\u00a0%" if self.unit == "%" and not bar.text else ""),
            }
            for bar in self.bars
        ]

    def data(self) -> DataTable:
        """Name and value of each bar, and its target where any has one."""
        head = ["", self.unit or self.title]
        if any(bar.target for bar in self.bars):
            rows = [[bar.label, bar.text or bar.value, bar.target] for bar in self.bars]
            return DataTable([*head, _("Ziel")], rows)
        return DataTable(head, [[bar.label, bar.text or bar.value] for bar in self.bars])

    def _said(self, bar: Bar) -> str:
        said = bar.text or german_number(bar.value, self.places)
        if not bar.target:
            return said
        return _("%(number)s von %(target)s") % {"number": said, "target": german_number(bar.target, self.places)}

    def picture(self) -> SafeString:
        """The bars as one SVG with names and values."""
        names = [wrapped(bar.label, 230, FONT) for bar in self.bars]
        left = max((text_width(line, FONT) for name in names for line in name), default=0) + 12
        values = [self._said(bar) for bar in self.bars]
        room = WIDTH - left - max((text_width(value, FONT, bold=True) for value in values), default=0) - 12
        parts, top = [], 0.0
        for bar, name, value in zip(self.bars, names, values, strict=True):
            height, length = ROW + LINE * (len(name) - 1), bar.value / self.full * room
            middle = top + height / 2
            first = middle + 4.5 - LINE * (len(name) - 1) / 2
            parts += [label(left - 10, first + LINE * at, line, anchor="end") for at, line in enumerate(name)]
            parts.append(
                element("rect", class_="fill-1", x=left, y=middle - ROW / 2 + 4, width=length, height=ROW - 10, rx=2)
            )
            if bar.target:
                at = left + bar.target / self.full * room
                ends = {"y1": middle - ROW / 2 + 1, "y2": middle + ROW / 2 - 3}
                parts.append(element("line", class_="target", x1=at, x2=at, **ends))
            parts.append(label(left + length + 8, middle + 4.5, value, css="strong"))
            top += height
        return self.frame(WIDTH, max(top, ROW), parts)
