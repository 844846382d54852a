"""Sparkline: the course of a figure, as large as a word."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kisi.ui.charts.figure import BadValue, Chart, DataTable, path, require_numbers
from kisi.ui.charts.numbers import german_number
from kisi.ui.charts.scale import Scale
from kisi.ui.charts.svg import element

WIDTH, HEIGHT, EDGE = 112.0, 32.0, 5.0


@dataclass(frozen=True, kw_only=True)
class Sparkline(Chart):
    """Values in their order; the last one is marked."""

    values: Sequence[float]
    labels: Sequence[str]
    template: str = "ui/charts/sparkline.html"

    def __post_init__(self) -> None:
        """Raises `BadValue` for no value, other numbers of labels, or what is not a number."""
        if not self.values or len(self.values) != len(self.labels):
            raise BadValue("Ein kleiner Verlauf braucht gleich viele Werte und Namen, mindestens einen.")
        require_numbers(self.values)

    def data(self) -> DataTable:
        """A row for each value."""
        return DataTable(
            ["", self.unit or self.title], [list(row) for row in zip(self.labels, self.values, strict=True)]
        )

    def summary(self) -> str:
        """The description, or first and last value."""
        return self.description or _("Von %(first)s (%(from)s) zu %(last)s (%(to)s).") % {
            "first": german_number(self.values[0]),
            "from": self.labels[0],
            "last": german_number(self.values[-1]),
            "to": self.labels[-1],
        }

    def picture(self) -> SafeString:
        """The line with its last point."""
        low, high = min(self.values), max(self.values)
        y = Scale(low, high if high > low else low + 1, HEIGHT - EDGE, EDGE)
        x = Scale(0, max(len(self.values) - 1, 1), EDGE, WIDTH - EDGE)
        points = [(x(position), y(value)) for position, value in enumerate(self.values)]
        line = element("path", class_="line line-1", d=path(points))
        dot = element("circle", class_="fill-1", cx=points[-1][0], cy=points[-1][1], r=3.5)
        return self.frame(WIDTH, HEIGHT, [line, dot])
