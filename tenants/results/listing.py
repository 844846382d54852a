"""Lists of results: waves, the matrix of views, all counts of a wave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kisi.core.vocabulary import Perspective
from kisi.ui.tables import Column, Status, Table
from tenants.results.charts import wave_url
from tenants.results.computing.intervals import Share
from tenants.results.computing.persons import hidden_answers
from tenants.results.computing.tallies import Tally
from tenants.results.computing.weighted import WeightedTally
from tenants.results.labels import answer_label, interval, judgement_label, percent, question_text
from tenants.results.queries import TopicRow, WaveResult
from tenants.results.vocabulary import Verdict
from tenants.surveys.listing import standing_status

WAVES: Final = Table(
    key="ergebnisse",
    caption=_("Ergebnisse der Wellen"),
    default_order="-opens_on",
    columns=(
        Column(
            key="title",
            label=_("Welle"),
            order_by=("title",),
            link=lambda wave: wave_url(wave.pk),
        ),
        Column(
            key="perspective",
            label=_("Perspektive"),
            order_by=("perspective",),
            value=lambda wave: wave.get_perspective_display(),
        ),
        Column(key="standing", label=_("Stand"), value=standing_status),
        Column(key="opens_on", label=_("Beginn"), order_by=("opens_on",)),
        Column(key="returned", label=_("Antwortbögen"), order_by=("returned",), number=True),
    ),
    empty_title=_("Noch keine Ergebnisse"),
    empty_text=_("Sobald der erste Antwortbogen da ist, steht die Welle hier."),
)

KINDS: Final = {
    Verdict.ALL: "bad",
    Verdict.ONE_SIDED: "warn",
    Verdict.ALL_BUT_ONE: "warn",
    Verdict.DIFFERENT: "warn",
    Verdict.NONE: "ok",
    Verdict.UNCLEAR: "info",
    Verdict.TOO_FEW: "",
}


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A line of the matrix with what a list sorts by: shares, -1 where there is none."""

    row: TopicRow
    position: int
    pks: dict[str, int]

    @property
    def verdict(self) -> str:
        """The verdict's words."""
        return judgement_label(self.row.judgement)

    @property
    def urgency(self) -> float:
        """The largest urgency any perspective gives."""
        return max((view.urgency.value for view in self.row.views.values() if view.urgency), default=-1.0)

    def value(self, perspective: str) -> float:
        """The share that sees the need."""
        need = self.row.need(perspective)
        return need.value if need else -1.0

    @property
    def third_country_nationals(self) -> float:
        """To sort by."""
        return self.value(Perspective.THIRD_COUNTRY_NATIONALS)

    @property
    def residents(self) -> float:
        """To sort by."""
        return self.value(Perspective.RESIDENTS)

    @property
    def administration(self) -> float:
        """To sort by."""
        return self.value(Perspective.ADMINISTRATION)


def matrix_lines(rows: list[TopicRow], pks: dict[str, int]) -> list[MatrixLine]:
    """The matrix as a list takes it; ``pks``: perspective → wave."""
    return [MatrixLine(row, position, pks) for position, row in enumerate(rows)]


def _perspective_column(perspective: str) -> Column:
    def shown(line: MatrixLine) -> str | None:
        need = line.row.need(perspective)
        return percent(need.value) if need else None

    def sub(line: MatrixLine) -> str:
        need = line.row.need(perspective)
        if need is None:
            return ""
        view = line.row.views[perspective]
        said = [interval(need), f"n\u00a0=\u00a0{need.total}"]
        if view.urgency:
            said.append(str(_("dringend: %(share)s")) % {"share": percent(view.urgency.value)})
        return " · ".join(said)

    def link(line: MatrixLine) -> str:
        view = line.row.views.get(perspective)
        return wave_url(line.pks[perspective], view.question_code) if view and view.need else ""

    return Column(
        key=perspective,
        label=Perspective(perspective).label,
        value=shown,
        sub=sub,
        link=link,
        order_by=(perspective,),
        number=True,
    )


MATRIX: Final = Table(
    key="perspektiven",
    caption=_("Wer sieht welchen Bedarf?"),
    per_page=20,
    default_order="topic",
    columns=(
        Column(key="topic", label=_("Handlungsfeld"), value=lambda line: line.row.label, order_by=("position",)),
        *(_perspective_column(perspective) for perspective in Perspective.values),
        Column(
            key="verdict",
            label=_("Zusammen"),
            value=lambda line: Status(line.verdict, KINDS[line.row.judgement.verdict]),  # type: ignore[arg-type]
            order_by=("verdict",),
        ),
    ),
    can_export=False,
    empty_title=_("Noch nichts zu vergleichen"),
    empty_text=_("Sobald eine Welle Antwortbögen hat, stehen hier die Handlungsfelder."),
)


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One view as a line of the file: topic × perspective."""

    line: MatrixLine
    perspective: str


def matrix_cells(lines: list[MatrixLine]) -> list[MatrixCell]:
    """The matrix unrolled, for files: one line for each topic and perspective that was asked."""
    return [MatrixCell(line, perspective) for line in lines for perspective in line.row.views]


def _need(cell: MatrixCell, name: str) -> Any:
    need = cell.line.row.need(cell.perspective)
    return getattr(need, name) if need else None


def _percent(value: float | None) -> float | None:
    return None if value is None else value * 100


def _urgency(cell: MatrixCell) -> float | None:
    share = cell.line.row.views[cell.perspective].urgency
    return _percent(share.value) if share else None


MATRIX_FILE: Final = Table(
    key="perspektiven",
    caption=_("Wer sieht welchen Bedarf?"),
    columns=(
        Column(key="topic", label=_("Handlungsfeld"), value=lambda cell: cell.line.row.label),
        Column(key="perspective", label=_("Perspektive"), value=lambda cell: str(Perspective(cell.perspective).label)),
        Column(key="seen", label=_("Sehen einen Bedarf"), value=lambda cell: _need(cell, "number")),
        Column(key="total", label=_("Antworten"), value=lambda cell: _need(cell, "total")),
        Column(key="share", label=_("Anteil in Prozent"), value=lambda cell: _percent(_need(cell, "value")), places=0),
        Column(key="low", label=_("95-%-Bereich von"), value=lambda cell: _percent(_need(cell, "low")), places=0),
        Column(key="high", label=_("95-%-Bereich bis"), value=lambda cell: _percent(_need(cell, "high")), places=0),
        Column(key="urgency", label=_("Am dringendsten in Prozent"), value=_urgency, places=0),
        Column(key="verdict", label=_("Zusammen"), value=lambda cell: cell.line.verdict),
    ),
)


@dataclass(frozen=True, slots=True)
class CountLine:
    """One answer of one question, or one of the reasons why there is none."""

    tally: Tally
    answer: str
    number: int | None
    low: float | None = None
    high: float | None = None
    share: float | None = None
    weighted: Share | None = None


def count_lines(result: WaveResult, shown: WaveResult, smallest: int) -> Iterator[CountLine]:
    """Every count of a wave, in the order it was asked; beside it the weighted share where ``shown`` is weighted.

    Of what people say about themselves nothing under ``smallest`` (``SurveySettings.smallest_group``).
    """
    for tally in result.counted.tallies.values():
        question = tally.question
        secret = hidden_answers(tally, smallest)
        for value in (value for value in question.values if value != "dk"):
            if value in secret:
                yield CountLine(tally, answer_label(question, value), None)
                continue
            share = tally.share(value)
            limits = (_percent(share.low), _percent(share.high), _percent(share.value)) if share else (None, None, None)
            other = shown.counted.tallies[question.code]
            weighted = other.share(value) if isinstance(other, WeightedTally) else None
            yield CountLine(tally, answer_label(question, value), tally.counts.get(value, 0), *limits, weighted)
        yield CountLine(tally, str(_("(beantwortet)")), tally.answered)
        if question.dont_know:
            yield CountLine(tally, str(_("(weiß ich nicht)")), tally.dont_know)
        yield CountLine(tally, str(_("(übersprungen)")), tally.skipped)
        if tally.hidden:
            yield CountLine(tally, str(_("(nicht gefragt)")), tally.hidden)


def _weighted(name: str, line: CountLine) -> float | None:
    return _percent(getattr(line.weighted, name)) if line.weighted else None


def _number(line: CountLine) -> int | str:
    return str(_("geschützt")) if line.number is None else line.number


COUNTS: Final = Table(
    key="zahlen",
    caption=_("Alle Zahlen der Welle"),
    per_page=50,
    columns=(
        Column(key="question", label=_("Frage"), value=lambda line: question_text(line.tally.question), wide=True),
        Column(key="code", label=_("Kürzel"), value=lambda line: line.tally.question.code),
        Column(key="answer", label=_("Antwort")),
        Column(key="number", label=_("Anzahl"), value=_number, number=True),
        Column(key="share", label=_("Anteil in Prozent"), number=True, places=0),
        Column(key="low", label=_("95-%-Bereich von"), number=True, places=0),
        Column(key="high", label=_("bis"), number=True, places=0),
    ),
)

WEIGHTED_COUNTS: Final = replace(
    COUNTS,
    caption=_("Alle Zahlen der Welle, mit gewichteten Anteilen"),
    columns=(
        *COUNTS.columns,
        *(
            Column(key=f"weighted_{name}", label=label, value=partial(_weighted, name), number=True, places=0)
            for name, label in (
                ("value", _("Gewichteter Anteil in Prozent")),
                ("low", _("gewichtet: 95-%-Bereich von")),
                ("high", _("gewichtet: bis")),
            )
        ),
    ),
)


def counts_url(pk: int) -> str:
    """The list of all counts of a wave."""
    return reverse("results:counts", args=[pk])
