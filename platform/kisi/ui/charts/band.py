"""A value beside the band of its peers: median and middle half, never a ranking."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kisi.ui.charts.figure import BadValue, Chart, DataTable, require_numbers
from kisi.ui.charts.line import NARROW, WIDE, Variant
from kisi.ui.charts.numbers import german_number
from kisi.ui.charts.scale import Scale, ticks
from kisi.ui.charts.svg import element, join, label
from kisi.ui.charts.text import text_width

FONT = 13.0
HEIGHT = 134.0
HEIGHT_ALONE = 92.0
EDGE = 12.0


@dataclass(frozen=True)
class Peers:
    """The middle half of the peer group: quartiles and median, of `count` municipalities."""

    lower: float
    median: float
    upper: float
    count: int


@dataclass(frozen=True, kw_only=True)
class Band(Chart):
    """`peers` is `None` where too few report; then only the own value is drawn and `why_not` says why."""

    own: float | None
    peers: Peers | None
    why_not: str = ""
    places: int | None = None
    css: str = "k-band"

    def __post_init__(self) -> None:
        """Raises `BadValue` where the quartiles are out of order or nothing can be drawn."""
        values = [self.own]
        if self.peers:
            values += [self.peers.lower, self.peers.median, self.peers.upper]
            if not self.peers.lower <= self.peers.median <= self.peers.upper:
                raise BadValue("Unteres Viertel, Median und oberes Viertel sind nicht der Größe nach geordnet.")
        require_numbers(values)

    @property
    def can_draw(self) -> bool:
        """Whether there is anything to draw."""
        return self.own is not None or self.peers is not None

    def pictures(self) -> SafeString:
        """Both variants, or nothing."""
        return join([self.draw(WIDE), self.draw(NARROW)]) if self.can_draw else join([])

    def picture(self) -> SafeString:
        """The wide variant."""
        return self.draw(WIDE)

    def data(self) -> DataTable:
        """Own value, quartiles, median, number of peers."""
        rows: list[list[object]] = [[_("Eigener Wert"), self.own]]
        if self.peers:
            rows += [
                [_("Median der Vergleichsgruppe"), self.peers.median],
                [_("Untere Grenze der mittleren Hälfte"), self.peers.lower],
                [_("Obere Grenze der mittleren Hälfte"), self.peers.upper],
                [_("Kommunen in der Vergleichsgruppe"), self.peers.count],
            ]
        return DataTable(["", self.unit or _("Wert")], rows)

    def summary(self) -> str:
        """The description, or all values in a sentence."""
        if self.description:
            return self.description
        own = _("Eigener Wert: %s.") % self._text(self.own)
        if self.peers is None:
            return f"{own} {self.why_not}".strip()
        return (
            own
            + " "
            + _("Die mittlere Hälfte der Vergleichsgruppe liegt zwischen %(low)s und %(high)s, der Median bei %(mid)s.")
            % {
                "low": self._text(self.peers.lower),
                "high": self._text(self.peers.upper),
                "mid": self._text(self.peers.median),
            }
        )

    def draw(self, variant: Variant) -> SafeString:
        """One variant: own value above the strip, median and band each in a row of their own below."""
        known = [self.own] if self.own is not None else []
        if self.peers:
            known += [self.peers.lower, self.peers.upper]
        marks = ticks(known, variant.tick_count, whole=False)
        x = Scale(marks[0], marks[-1], EDGE, variant.width - EDGE)
        parts = [element("rect", class_="track", x=EDGE, y=44, width=variant.width - 2 * EDGE, height=20, rx=3)]
        if self.peers:
            parts += self._peers(x, self.peers, variant.width)
        if self.own is not None:
            parts += self._own(x, self.own, variant.width)
        height = HEIGHT if self.peers else HEIGHT_ALONE
        return self.frame(variant.width, height, [*parts, *self._axis(x, marks, height)], variant=variant.name)

    def _axis(self, x: Scale, marks: list[float], height: float) -> list[SafeString]:
        """First and last mark at the ends of the strip."""
        return [
            label(x(marks[0]), height - 8, german_number(marks[0]), css="tick"),
            label(x(marks[-1]), height - 8, german_number(marks[-1]), anchor="end", css="tick"),
        ]

    def _peers(self, x: Scale, peers: Peers, width: float) -> list[SafeString]:
        low, high, middle = x(peers.lower), x(peers.upper), x(peers.median)
        half = _("mittlere Hälfte: %(low)s bis %(high)s") % {
            "low": self._text(peers.lower), "high": self._text(peers.upper)
        }  # fmt: skip
        return [
            element("rect", class_="band", x=low, y=44, width=max(high - low, 2.0), height=20),
            element("line", class_="median", x1=middle, x2=middle, y1=40, y2=70),
            centred(middle, 86, _("Median %s") % self._text(peers.median), width, css="strong"),
            centred((low + high) / 2, 106, half, width),
        ]

    def _own(self, x: Scale, own: float, width: float) -> list[SafeString]:
        return [
            element("circle", class_="own", cx=x(own), cy=54, r=9),
            centred(x(own), 28, _("Eigener Wert %s") % self._text(own), width, css="strong"),
        ]

    def _text(self, value: float | None) -> str:
        if value is None:
            return "–"
        return f"{german_number(value, self.places)} {self.unit}".strip()


def centred(x: float, y: float, text: str, width: float, css: str = "") -> SafeString:
    """A text centred on `x`, moved inwards where it would leave the picture."""
    half = text_width(text, FONT, bold=css == "strong") / 2
    return label(min(max(x, half + 2), width - half - 2), y, text, anchor="middle", css=css)
