"""One figure of a town beside its peers: the chart, the sentence, and why there may be none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kisi.core.facts import Direction, Metric, MetricKind
from kisi.ui.charts import Band as BandChart
from kisi.ui.charts.band import Peers
from shared.benchmarks.models import Band
from shared.benchmarks.queries import Own
from shared.benchmarks.wording import UNITS, in_words, places_of, rounded
from shared.metrics.queries import cell_labels


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure with its chart; ``sentence`` says in words what is to be seen, or why nothing is drawn."""

    title: str
    chart: BandChart | None
    sentence: str

    @property
    def has_chart(self) -> bool:
        """Whether there is something to see."""
        return self.chart is not None


def compared(declared: Metric, cells: list[str], bands: Mapping[str, Band], own: Mapping[str, Own]) -> list[Compared]:
    """The figures of one metric, in the order of ``cells``.

    A town that reported the metric and not a cell of it counts none there; one without any figure of the
    metric has not been asked yet, which is not the same.
    """
    if declared.kind is not MetricKind.RATIO and own:
        version = next(iter(own.values())).version
        own = {cell: Own(0, None, version) for cell in cells} | dict(own)
    return [_one(declared, number, cell, bands.get(cell), own.get(cell)) for number, cell in enumerate(cells)]


def _one(declared: Metric, number: int, cell: str, band: Band | None, own: Own | None) -> Compared:
    title = " · ".join(cell_labels(cell).values()) or _("Insgesamt")
    why_not = _why_not(declared, band, own)
    if why_not or band is None or band.median is None or band.lower is None or band.upper is None:
        return Compared(title, None, why_not)
    value = own.value(declared) if own else None
    lower, median, upper = (float(rounded(declared, cut)) for cut in (band.lower, band.median, band.upper))
    peers = Peers(lower, median, upper, band.towns)
    chart = BandChart(
        key=f"band-{number}",
        title=title,
        unit=UNITS.get(declared.kind, ""),
        own=None if value is None else float(value),
        peers=peers,
        places=places_of(declared),
        show_title=False,
    )
    return Compared(title, chart, sentence(declared, value, band))


def _why_not(declared: Metric, band: Band | None, own: Own | None) -> str:
    """Why nothing is drawn; empty when it may be."""
    if band is None:
        return _("Für diese Vergleichsgruppe gibt es in diesem Stand keine Zahlen.")
    if own is None and declared.kind is not MetricKind.RATIO:
        return _("Für diesen Zeitraum sind bei Ihnen noch keine Zahlen erhoben. Das geschieht von selbst.")
    if own is not None and own.version != band.version:
        return _("Die Kennzahl wird inzwischen anders gezählt; ein Vergleich mit diesem Stand wäre falsch.")
    if declared.kind is MetricKind.RATIO and (own is None or (own.denominator or 0) < declared.minimum_denominator):
        words = {"have": own.denominator or 0 if own else 0, "need": declared.minimum_denominator}
        return (
            _("Bei Ihnen liegen %(have)s Antworten vor, nötig sind %(need)s. Darunter wäre der Anteil Zufall.") % words
        )
    if band.towns < band.least:
        words = {"have": band.towns, "need": band.least}
        return (
            _(
                "Aus dieser Vergleichsgruppe zeigen %(have)s Kommunen einen Wert, nötig sind %(need)s. Wählen Sie eine"
                " andere Vergleichsgruppe."
            )
            % words
        )
    return ""


def sentence(declared: Metric, value: Decimal | None, band: Band) -> str:
    """Where the own value lies, and whether that is good – only where the metric judges."""
    if value is None or band.lower is None or band.upper is None:
        return ""
    words = {"low": in_words(declared, band.lower), "high": in_words(declared, band.upper), "towns": band.towns}
    if value < band.lower:
        where = _("Ihr Wert liegt unter der mittleren Hälfte von %(towns)s Kommunen (%(low)s bis %(high)s).")
    elif value > band.upper:
        where = _("Ihr Wert liegt über der mittleren Hälfte von %(towns)s Kommunen (%(low)s bis %(high)s).")
    else:
        where = _("Ihr Wert liegt in der mittleren Hälfte von %(towns)s Kommunen (%(low)s bis %(high)s).")
    return f"{where % words} {judgement(declared)}"


def judgement(declared: Metric) -> str:
    """What a higher value means."""
    if declared.direction is Direction.MORE:
        return _("Bei dieser Kennzahl ist mehr besser.")
    if declared.direction is Direction.LESS:
        return _("Bei dieser Kennzahl ist weniger besser.")
    return _("Ein höherer Wert ist hier weder besser noch schlechter.")
