"""What every chart is: a picture with title and description, a legend, and the same values as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from kisi.ui.charts.numbers import german_number
from kisi.ui.charts.palette import style
from kisi.ui.charts.svg import element, join


class BadValue(ValueError):
    """A chart was given something it cannot draw truthfully (not a number, too many series …)."""


@dataclass(frozen=True)
class DataTable:
    """The chart's values: headings and rows; the first cell of a row names it."""

    head: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True)
class LegendItem:
    """One entry of a legend; `key` is a number drawn in the picture instead of a colour."""

    css: str
    label: str
    shape: str = "square"
    key: str = ""


@dataclass(frozen=True)
class Legend:
    """A legend; `only` names the variant (`wide`, `narrow`) it belongs to, empty for both."""

    items: Sequence[LegendItem]
    only: str = ""


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Common to all charts. `key` is unique on the page; `unit` follows the numbers in the table's heading."""

    key: str
    title: str
    description: str = ""
    unit: str = ""
    source: str = ""
    data_url: str = ""
    show_title: bool = True
    template: str = "ui/charts/figure.html"
    css: str = ""

    def pictures(self) -> SafeString:
        """What is drawn on the page (one variant or several for different widths)."""
        return self.picture()

    def picture(self) -> SafeString:
        """The picture as one SVG."""
        raise NotImplementedError

    def data(self) -> DataTable:
        """The values of the picture."""
        raise NotImplementedError

    def legends(self) -> list[Legend]:
        """What the colours mean; empty where labels in the picture say it."""
        return []

    def summary(self) -> str:
        """One sentence for people who do not see the picture."""
        return self.description

    def rows(self) -> list[list[str]]:
        """The data table's cells as text."""
        return [[cell_text(cell) for cell in row] for row in self.data().rows]

    def __str__(self) -> SafeString:
        """The whole figure, for `{{ chart }}`."""
        return render_to_string(self.template, {"chart": self})

    def __html__(self) -> SafeString:
        """Marks `str(chart)` as markup for Django's escaping."""
        return self.__str__()

    def standalone(self) -> str:
        """The picture as a file of its own, for PDF and download."""
        return (
            str(self.picture())
            .replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
            .replace("</title>", f"</title><style>{style()}</style>", 1)
        )

    def frame(
        self,
        width: float,
        height: float,
        content: Iterable[str],
        *,
        variant: str = "",
        role: str = "img",
        top: float = 0,
    ) -> SafeString:
        """The `svg` element with title and description around the drawn parts."""
        name = f"{self.key}-{variant}" if variant else self.key
        size = f" k-chart__svg--{variant}" if variant else ""
        return element(
            "svg",
            element("title", self.title, id=f"{name}-titel"),
            element("desc", self.summary() or self.title, id=f"{name}-text"),
            join(content),
            class_=f"k-chart__svg k-svg{size} {self.css}".strip(),
            viewBox=f"0 {top:g} {width:g} {height:g}",
            role=role,
            aria_labelledby=f"{name}-titel",
            aria_describedby=f"{name}-text",
        )


def cell_text(cell: Any) -> str:
    """A cell of the data table as text; nothing is a dash."""
    if cell is None:
        return "–"
    return german_number(cell) if isinstance(cell, int | float) else str(cell)


def require_numbers(values: Iterable[float | None]) -> None:
    """Raises `BadValue` for NaN and infinity; `None` means there is no value."""
    for value in values:
        if value is not None and not isfinite(value):
            raise BadValue(f"{value} ist keine Zahl, die sich zeichnen lässt.")


def path(points: Iterable[tuple[float, float]]) -> str:
    """An SVG path through the points."""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
