"""The report for the town council: what the perspectives say, as a tagged PDF or a Word file.

It leaves the house. Waves that nobody has ended for good stand in it with numbers that are rounded and move in steps:
else two reports, between which one sheet came, would tell what stands on it (decision 0017).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.core.realms import current_municipality
from kisi.core.vocabulary import Perspective
from kisi.ui.documents import pdf
from kisi.ui.templatetags.kisi_ui import day
from shared.instruments.definition import Group, Page
from tenants.results import charts
from tenants.results.computing.interim import PERCENT_STEP, SHEET_STEP
from tenants.results.computing.needs import BARRIERS
from tenants.results.computing.tallies import Tally
from tenants.results.coverage import coverage_of
from tenants.results.findings import findings, highest_needs
from tenants.results.interim_states import as_reported
from tenants.results.labels import answer_label, interval, judgement_label, percent, question_text
from tenants.results.models import ResultsSettings
from tenants.results.queries import TopicRow, WaveResult, figures_by_perspective, rule_of, triangulation

HERE: Final = Path(__file__).resolve().parent


def report_pdf(results: Sequence[WaveResult]) -> bytes:
    """The report over these waves (one a perspective). Takes a second or two for three large waves."""
    return pdf(HERE / "report.typ", content_of(results))


def content_of(results: Sequence[WaveResult]) -> dict[str, Any]:
    """Everything the report says, the same for every kind of file. Small numbers are left out here already."""
    results = as_reported(results)
    limits = ResultsSettings.current()
    rows = triangulation(results, rule_of(limits))
    town = current_municipality().name
    return {
        "title": _("Was brauchen wir? Ergebnisse der Bedarfserhebung"),
        "author": town,
        "town": town,
        "subtitle": _period(results),
        "as_of": _as_of(results) % {"day": day(timezone.localdate())},
        "page": _("Seite"),
        "of": _("von"),
        "figures": [_figure(result) for result in results],
        "contents": _("Inhalt"),
        "summary_title": _("Zusammenfassung"),
        "summary": [*filter(None, map(highest_needs, results)), *findings(rows)],
        "matrix_title": _("Wer sieht welchen Bedarf?"),
        "matrix_lead": _("Anteil der Antwortenden, die einen Bedarf sehen; darunter der 95-%-Bereich."),
        "matrix_head": [_("Handlungsfeld"), *(_name(result) for result in results), _("Zusammen")],
        "matrix": [_matrix_line(row, results) for row in rows],
        "waves": [_wave(result, limits) for result in results],
        "method_title": _("Wie die Zahlen entstanden sind"),
        "method": [*_method(limits), *_rounding(results), *_coverage(results)],
    }


def _as_of(results: Sequence[WaveResult]) -> str:
    are_final = all(result.wave.is_final for result in results)
    return _("Datenstand %(day)s") if are_final else _("Zwischenstand vom %(day)s, Zahlen gerundet")


def _rounding(results: Sequence[WaveResult]) -> Iterator[str]:
    names = [_name(result) for result in results if not result.wave.is_final]
    if names:
        yield _(
            "Zwischenstand (%(names)s): Diese Befragungen sind noch nicht beendet oder wurden nach ihrem Ende wieder"
            " geöffnet. Damit aus zwei Berichten niemand einzelne Bögen herausrechnen kann, ändern sich die Zahlen"
            " einer Frage erst, wenn %(sheets)s Antworten dazugekommen sind; Bögen und Antworten sind auf volle"
            " %(sheets)s abgerundet, Anteile auf %(percent)s Prozent gerundet."
        ) % {"names": ", ".join(names), "sheets": SHEET_STEP, "percent": PERCENT_STEP}


def _coverage(results: Sequence[WaveResult]) -> Iterator[str]:
    """The same sentences as on the waves' pages."""
    figures = figures_by_perspective()
    return (coverage_of(result, figures[result.wave.perspective]).sentence for result in results if result.sheets)


def _name(result: WaveResult) -> str:
    return str(Perspective(result.wave.perspective).label)


def _period(results: Sequence[WaveResult]) -> str:
    if not results:
        return _("Noch keine Antworten")
    first = min(result.wave.opens_on for result in results)
    last = max(result.wave.closes_on for result in results)
    return _("Befragungen vom %(first)s bis %(last)s") % {"first": day(first), "last": day(last)}


def _figure(result: WaveResult) -> dict[str, str]:
    value = str(result.sheets) if result.sheets else _("unter %(number)s") % {"number": SHEET_STEP}
    is_rounded_down = result.sheets and not result.wave.is_final
    note = _("oder mehr Antwortbögen") if is_rounded_down else _("Antwortbögen")
    return {"label": _name(result), "value": value, "note": note}


def _sheets(result: WaveResult) -> str:
    """How many came back, in words where the number is rounded."""
    if result.wave.is_final:
        return str(result.sheets)
    words = _("mindestens %(number)s") if result.sheets else _("weniger als %(number)s")
    return words % {"number": result.sheets or SHEET_STEP}


def _matrix_line(row: TopicRow, results: Sequence[WaveResult]) -> list[list[str]]:
    cells = [[row.label, ""]]
    for result in results:
        need = row.need(result.wave.perspective)
        cells.append([percent(need.value), f"{interval(need)}, n = {need.total}"] if need else ["–", ""])
    return [*cells, [judgement_label(row.judgement), ""]]


def _wave(result: WaveResult, limits: ResultsSettings) -> dict[str, Any]:
    drawn = [charts.topic_chart(result), charts.urgency_chart(result), charts.barrier_chart(result)]
    return {
        "title": _name(result),
        "lead": _("%(title)s: %(sheets)s Antwortbögen, %(first)s bis %(last)s.")
        % {
            "title": result.wave.title,
            "sheets": _sheets(result),
            "first": day(result.wave.opens_on),
            "last": day(result.wave.closes_on),
        },
        "few": _("Es gibt erst wenige Antworten; Anteile schwanken dann stark.")
        if result.sheets <= limits.few_sheets
        else "",
        "charts": [
            {
                "svg": _svg(chart),
                "title": _("%(title)s (Prozent)") % {"title": chart.title},
                "alt": _alt(chart),
                "head": list(chart.data().head),
                "rows": [[str(cell) for cell in row] for row in chart.data().rows],
            }
            for chart in drawn
            if chart and result.sheets >= limits.smallest_view
        ],
        "tables": list(_tables(result, limits)),
        "tables_title": _("Frage für Frage"),
        "answer": _("Antwort"),
        "share": _("Anteil"),
        "range": _("95-%-Bereich"),
    }


def _svg(chart: charts.ShareBars) -> str:
    return chart.standalone().replace('"Fira Sans",sans-serif', '"Fira Sans Latin","Fira Sans Latin Ext"')


def _alt(chart: charts.ShareBars) -> str:
    said = "; ".join(f"{bar.label}: {percent(bar.value / 100)}" for bar in chart.bars)
    return f"{chart.title}. {said}"


def _tables(result: WaveResult, limits: ResultsSettings) -> Iterator[dict[str, Any]]:
    """Questions with fixed answers and enough of them, as far as no chart or matrix has them already.

    What describes people stays in the town hall.
    """
    for _page, group in _groups(result.definition.pages):
        if any(question.demographic for question in group.questions):
            continue
        for question in group.questions:
            tally = result.counted.tallies.get(question.code)
            is_drawn = question.measures is not None or question.code == BARRIERS
            if tally and tally.answered >= limits.smallest_view and question.values and not is_drawn:
                yield _table(tally)


def _groups(pages: Sequence[Page]) -> Iterator[tuple[Page, Group]]:
    return ((page, group) for page in pages for group in page.groups if group.enabled)


def _table(tally: Tally) -> dict[str, Any]:
    question = tally.question
    shares = [(value, tally.share(value)) for value in question.values if value != "dk"]
    notes = [_("n = %(number)s") % {"number": tally.answered}]
    if question.type == "multi":
        notes.append(_("mehrere Antworten möglich"))
    return {
        "title": question_text(question),
        "note": ", ".join(notes),
        "rows": [[answer_label(question, value), percent(one.value), interval(one)] for value, one in shares if one],
    }


def _method(limits: ResultsSettings) -> list[str]:
    values = {
        "seen": limits.seen_from_percent,
        "gap": limits.smallest_gap_percent,
        "view": limits.smallest_view,
    }
    return [
        _("Die Befragungen sind freiwillig und anonym. Zu keiner Antwort ist bekannt, von wem sie stammt."),
        _(
            "Anteile beziehen sich auf alle, die eine Frage beantwortet haben. „Weiß ich nicht“ und übersprungene"
            " Fragen zählen nicht mit. Fragen mit weniger als %(view)s Antworten fehlen in diesem Bericht, ebenso die"
            " Angaben zur Person und alle freien Antworten."
        )
        % values,
        _(
            "Der 95-%%-Bereich (nach Wilson) zeigt die Unsicherheit durch Zufall. Wer antwortet, ist nicht zufällig"
            " ausgewählt; die wirkliche Unsicherheit ist deshalb größer."
        )
        % values,
        _(
            "Eine Perspektive „sieht“ einen Bedarf, wenn ihn mindestens %(seen)s Prozent ihrer Antwortenden sehen. Zwei"
            " Sichten heißen verschieden, wenn sie mindestens %(gap)s Prozentpunkte auseinanderliegen und sich ihre"
            " 95-%%-Bereiche nicht überschneiden. Unter %(view)s Antworten wird nicht geurteilt."
        )
        % values,
        _(
            "Die Fragen sind je Perspektive etwas anders gestellt: Drittstaatsangehörige sagen, wobei sie selbst"
            " Unterstützung brauchen; Einwohnerschaft und Verwaltung sagen, was sie sehen."
        ),
    ]
