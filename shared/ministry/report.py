"""The report of one release as a tagged PDF: the same figures as the pages, read from the same release."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from kisi.core.facts import Metric
from kisi.ui.documents import pdf
from kisi.ui.templatetags.kisi_ui import german
from shared.ministry.key_figures import key_figures
from shared.ministry.matrix import Matrix
from shared.ministry.needs import is_need, needs_matrix
from shared.ministry.reading import Figure, FrozenRelease
from shared.ministry.thresholds import threshold_words
from shared.ministry.wording import axis_label, cell_name, hidden_reason, place_in_table, published, rounding_of, shown

TEMPLATE: Final = Path(__file__).with_name("report.typ")


def report_of(release: FrozenRelease, before: FrozenRelease | None, figures: dict[int, list[Figure]]) -> bytes:
    """The report; ``figures`` are the state's of this release and of the one it is compared with."""
    return pdf(TEMPLATE, report_data(release, before, figures))


def report_data(
    release: FrozenRelease, before: FrozenRelease | None, figures: dict[int, list[Figure]]
) -> dict[str, Any]:
    """Everything the report says, as texts."""
    now = figures.get(release.id, [])
    return {
        "title": _("Bericht Hessen: %(release)s") % {"release": release.label},
        "author": "KISI",
        "as_of": release.as_of,
        "interim": _("Zwischenstand vor dem Stichtag") if release.is_interim else "",
        "rounding": rounding_of(release),
        "cards": [
            {"label": card.label, "value": card.value, "note": card.note}
            for card in key_figures(release, before, figures)
        ],
        "matrix": _matrix(needs_matrix(now, release)),
        "metrics": [_metric(one, now) for one in published()],
        "missing": [entry["name"] for entry in release.missing],
        "thresholds": [[str(words), number] for words, number in threshold_words(release.thresholds)],
        "facts": [
            [_("Stichtag"), f"{release.cut_off:%d.%m.%Y}"],
            [_("Eingefroren"), f"{release.frozen_local:%d.%m.%Y, %H:%M}"],
            [_("Fassung des Tabellenkatalogs"), german(release.catalogue_version)],
            [_("Prüfsumme der Eingaben"), release.input_hash],
        ],
        "words": {
            "key_figures": _("Das Wichtigste"),
            "needs": _("Wer welchen Bedarf sieht"),
            "metrics": _("Kennzahlen im Einzelnen"),
            "method": _("So ist dieser Stand entstanden"),
            "missing": _("Ohne Zahlen in diesem Stand"),
            "nobody": _("Keine Kommune fehlt."),
            "why": _("Warum sie zählt"),
            "direction": _("Bewertung"),
            "review": _("Nächste Überprüfung"),
            "value": _("Wert"),
            "thresholds": _("Schwellenwerte"),
        },
    }


def _matrix(found: Matrix | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "corner": found.corner,
        "columns": [label for label, _url in found.columns],
        "rows": [[row.label, *(cell.text for cell in row.cells)] for row in found.rows],
    }


def _metric(declared: Metric, figures: list[Figure]) -> dict[str, Any]:
    tables: dict[tuple[str, ...], list[Figure]] = {}
    for one in figures:
        if one.metric == declared.key:
            tables.setdefault(tuple(sorted(one.axes)), []).append(one)
    crossed = is_need(declared)
    return {
        "name": str(declared.name),
        "definition": str(declared.definition),
        "why": str(declared.why_it_matters),
        "direction": str(declared.direction.label),
        "review": f"{declared.review_on:%d.%m.%Y}",
        "tables": [] if crossed else [_table(axes, tables[axes]) for axes in sorted(tables)],
        "see": _("Die Zahlen stehen oben unter „Wer welchen Bedarf sieht“.") if crossed else "",
    }


def _table(axes: tuple[str, ...], figures: list[Figure]) -> dict[str, Any]:
    ordered = sorted(figures, key=lambda one: place_in_table(one.cell))
    return {
        "head": " · ".join(str(axis_label(axis)) for axis in axes) or _("Hessen"),
        "rows": [[cell_name(one.cell), _value(one)] for one in ordered],
    }


def _value(figure: Figure) -> str:
    return shown(figure) if figure.value is not None else f"– ({hidden_reason(figure)})"
