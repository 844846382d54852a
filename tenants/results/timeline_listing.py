"""Waves side by side as a list, as a file and drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from kisi.ui.charts import LineChart, Series
from kisi.ui.tables import Column, Table
from kisi.ui.templatetags.kisi_ui import day
from tenants.results.computing.intervals import Share
from tenants.results.labels import interval, percent
from tenants.results.queries import WaveResult
from tenants.results.timeline import Line

MOST_LINES: Final = 100
"""On one page: every topic and every answer to one question, so that nobody leafs through a comparison."""


def timeline_table(results: Sequence[WaveResult], *, for_file: bool = False) -> Table:
    """A column a wave with its share; in a file the interval and the number of answers are columns of their own."""
    waves = (_in_file if for_file else _on_page)(results)
    return Table(
        key="verlauf",
        caption=_("Wellen nebeneinander"),
        per_page=MOST_LINES,
        default_order="line",
        columns=(
            Column(key="line", label=_("Antwort"), value=lambda line: line.label, order_by=("position",)),
            Column(
                key="question", label=_("Frage"), value=lambda line: line.question, order_by=("question", "position")
            ),
            *waves,
            Column(key="change", label=_("Zuletzt"), order_by=("change", "position")),
        ),
        empty_title=_("Nichts zu vergleichen"),
        empty_text=_("Keine Frage zum Bedarf ist in diesen Wellen vergleichbar geblieben."),
    )


def _on_page(results: Sequence[WaveResult]) -> Iterator[Column]:
    for at, result in enumerate(results):
        yield Column(
            key=f"wave-{result.wave.pk}",
            label=day(result.wave.opens_on),
            value=_of(at, lambda share: percent(share.value)),
            sub=_of(at, lambda share: f"{interval(share)}, n = {share.total}", otherwise=""),
            number=True,
        )


def _in_file(results: Sequence[WaveResult]) -> Iterator[Column]:
    parts: Sequence[tuple[str, str, Callable[[Share], Any]]] = (
        ("share", _("Anteil in Prozent"), lambda share: round(share.percent)),
        ("from", _("95-%-Bereich von"), lambda share: round(share.low * 100)),
        ("to", _("95-%-Bereich bis"), lambda share: round(share.high * 100)),
        ("n", _("n"), lambda share: share.total),
    )
    for at, result in enumerate(results):
        for key, name, read in parts:
            label = f"{_name(result)}: {name}"
            yield Column(key=f"wave-{result.wave.pk}-{key}", label=label, value=_of(at, read), number=True)


def _of(at: int, read: Callable[[Share], Any], otherwise: Any = None) -> Callable[[Line], Any]:
    """Reads something from a line's share in one of the waves; ``otherwise`` where nobody answered."""

    def value(line: Line) -> Any:
        share = line.shares[at]
        return otherwise if share is None else read(share)

    return value


def _name(result: WaveResult) -> str:
    return f"{result.wave.title} ({day(result.wave.opens_on)})"


def line_charts(results: Sequence[WaveResult], lines: Sequence[Line]) -> list[LineChart]:
    """Every line as a picture, all on one axis; not those that are known for one wave only."""
    labels = [day(result.wave.opens_on) for result in results]
    drawn = [line for line in lines if sum(share is not None for share in line.shares) > 1]
    highest = max((round(share.percent) for line in drawn for share in line.shares if share), default=0)
    return [
        LineChart(
            key=f"verlauf-{line.position}",
            title=f"{line.question}: {line.label}",
            unit=_("Prozent"),
            labels=labels,
            series=[Series(line.label, [round(share.percent) if share else None for share in line.shares])],
            filled=False,
            maximum=highest,
        )
        for line in drawn
    ]
