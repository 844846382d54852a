"""Line chart: values over time, drawn for a wide and for a narrow place."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kisi.ui.charts.figure import BadValue, Chart, DataTable, Legend, LegendItem, path, require_numbers
from kisi.ui.charts.numbers import german_number
from kisi.ui.charts.palette import MOST_SERIES
from kisi.ui.charts.scale import Scale, ticks
from kisi.ui.charts.svg import element, join, label
from kisi.ui.charts.text import shortened, text_width

FONT = 13.0
LINE_HEIGHT = 17.0


@dataclass(frozen=True)
class Series:
    """A named line; `None` is a gap."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Variant:
    """The measures of one drawing."""

    name: str
    width: float
    height: float
    tick_count: int
    direct_labels: bool


WIDE = Variant("wide", 720, 300, 4, direct_labels=True)
NARROW = Variant("narrow", 340, 260, 4, direct_labels=False)


@dataclass(frozen=True, kw_only=True)
class LineChart(Chart):
    """`labels` along the axis, up to five series of the same length; the first may be filled below.

    `maximum` is a value the axis reaches in any case: charts that stand beside each other name the same.
    """

    labels: Sequence[str]
    series: Sequence[Series]
    filled: bool = True
    whole_numbers: bool = True
    maximum: float | None = None

    def __post_init__(self) -> None:
        """Raises `BadValue` where lengths differ, nothing is given or a value is not a number."""
        if not self.labels or not 1 <= len(self.series) <= MOST_SERIES:
            raise BadValue(f"Ein Liniendiagramm braucht Werte und 1 bis {MOST_SERIES} Reihen.")
        for series in self.series:
            if len(series.values) != len(self.labels):
                raise BadValue(f"Die Reihe „{series.name}“ hat nicht so viele Werte wie die Achse.")
            require_numbers(series.values)
        require_numbers([self.maximum])

    def pictures(self) -> SafeString:
        """Both variants; the style sheet shows the one that fits."""
        return join([self.draw(WIDE), self.draw(NARROW)])

    def picture(self) -> SafeString:
        """The wide variant."""
        return self.draw(WIDE)

    def legends(self) -> list[Legend]:
        """Names of the lines, for the narrow variant, which has no room for them in the picture."""
        if len(self.series) < 2:
            return []
        items = [LegendItem(f"line line-{n}", s.name, "line") for n, s in enumerate(self.series, start=1)]
        return [Legend(items, "narrow")]

    def data(self) -> DataTable:
        """A row for each label."""
        names = [f"{series.name} ({self.unit})" if self.unit else series.name for series in self.series]
        columns = [series.values for series in self.series]
        return DataTable(["", *names], [list(row) for row in zip(self.labels, *columns, strict=True)])

    def summary(self) -> str:
        """The description, or last and highest value of the first line."""
        known = [
            (value, name) for value, name in zip(self.series[0].values, self.labels, strict=True) if value is not None
        ]
        if self.description or not known:
            return self.description or _("Keine Werte")
        highest = max(known)
        return _("%(series)s: zuletzt %(last)s (%(last_label)s), höchster Wert %(high)s (%(high_label)s).") % {
            "series": self.series[0].name,
            "last": german_number(known[-1][0]),
            "last_label": known[-1][1],
            "high": german_number(highest[0]),
            "high_label": highest[1],
        }

    def draw(self, variant: Variant) -> SafeString:
        """One variant of the picture."""
        values = [value for series in self.series for value in series.values if value is not None]
        marks = ticks([*values, self.maximum or 0.0], variant.tick_count, whole=self.whole_numbers)
        left = max(text_width(german_number(mark), FONT) for mark in marks) + 12
        right = variant.width - (self._label_room() if variant.direct_labels else 12)
        y = Scale(marks[0], marks[-1], variant.height - 32, 14)
        x = Scale(0, max(len(self.labels) - 1, 1), left, right)
        parts = [*self._grid(marks, y, left, right), *self._axis(x, variant.height - 10, variant.width)]
        if self.filled:
            parts.extend(self._areas(x, y))
        for number, series in enumerate(self.series, start=1):
            parts.extend(self._line(number, series, x, y))
        if variant.direct_labels:
            parts.extend(self._end_labels(y, right))
        return self.frame(variant.width, variant.height, parts, variant=variant.name)

    def _label_room(self) -> float:
        widest = max(text_width(series.name, FONT, bold=True) for series in self.series)
        return min(widest + 24, 200)

    def _grid(self, marks: Sequence[float], y: Scale, left: float, right: float) -> list[SafeString]:
        lines = [element("line", class_="axis", x1=left, x2=right, y1=y(mark), y2=y(mark)) for mark in marks]
        texts = [label(left - 8, y(mark) + 4.5, german_number(mark), anchor="end", css="tick") for mark in marks]
        return [*lines, *texts]

    def _axis(self, x: Scale, baseline: float, width: float) -> list[SafeString]:
        shown: list[SafeString] = []
        free_from = 0.0
        for position, name in enumerate(self.labels):
            text = shortened(name, 110, FONT)
            half = text_width(text, FONT) / 2
            middle = min(max(x(position), half), width - half)
            if middle - half < free_from:
                continue
            shown.append(label(middle, baseline, text, anchor="middle", css="name"))
            free_from = middle + half + 10
        return shown

    def _runs(self, series: Series, x: Scale, y: Scale) -> list[list[tuple[float, float]]]:
        """The line's pieces between gaps."""
        runs: list[list[tuple[float, float]]] = [[]]
        for position, value in enumerate(series.values):
            if value is None:
                runs.append([])
            else:
                runs[-1].append((x(position), y(value)))
        return [run for run in runs if run]

    def _areas(self, x: Scale, y: Scale) -> list[SafeString]:
        ground = y(0)
        return [
            element("path", class_="area", d=path([(run[0][0], ground), *run, (run[-1][0], ground)]) + "Z")
            for run in self._runs(self.series[0], x, y)
            if len(run) > 1
        ]

    def _line(self, number: int, series: Series, x: Scale, y: Scale) -> list[SafeString]:
        runs = self._runs(series, x, y)
        lines = [element("path", class_=f"line line-{number}", d=path(run)) for run in runs if len(run) > 1]
        alone = [run[0] for run in runs if len(run) == 1]
        ends = {*alone, *(runs[-1][-1:] if runs else [])}
        dots = [element("circle", class_=f"fill-{number}", cx=place[0], cy=place[1], r=4) for place in sorted(ends)]
        return [*lines, *dots]

    def _end_labels(self, y: Scale, right: float) -> list[SafeString]:
        """Names at the lines' ends, pushed apart so that they never touch."""
        ends = []
        for series in self.series:
            known = [value for value in series.values if value is not None]
            if known:
                ends.append((y(known[-1]), series.name))
        placed = spread(sorted(ends), LINE_HEIGHT, top=12, bottom=y.start)
        return [label(right + 10, at + 4.5, shortened(name, 176, FONT, bold=True), css="strong") for at, name in placed]


def spread(places: Sequence[tuple[float, str]], gap: float, *, top: float, bottom: float) -> list[tuple[float, str]]:
    """Moves sorted places so that neighbours keep `gap` and all stay between `top` and `bottom` if they fit."""
    heights = [min(max(place, top), bottom) for place, _name in places]
    for index in range(1, len(heights)):
        heights[index] = max(heights[index], heights[index - 1] + gap)
    if heights:
        heights[-1] = min(heights[-1], max(bottom, top + gap * (len(heights) - 1)))
    for index in range(len(heights) - 2, -1, -1):
        heights[index] = min(heights[index], heights[index + 1] - gap)
    return [(height, name) for height, (_place, name) in zip(heights, places, strict=True)]
