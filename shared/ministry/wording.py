"""Figures in words: values with their unit, cells by the names of their axes, reasons for gaps."""

from __future__ import annotations

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kisi.core.facts import Metric, MetricKind, cell_of, dimension, metric, metrics
from kisi.ui.templatetags.kisi_ui import german
from shared.disclosure import CATALOGUE
from shared.metrics.queries import cell_labels
from shared.metrics.vocabulary import HiddenBecause
from shared.ministry.reading import Figure, FrozenRelease


def published() -> list[Metric]:
    """The metrics the catalogue publishes, in its order."""
    declared = {one.key for one in metrics()}
    return [metric(entry.metric) for entry in CATALOGUE.entries if entry.metric in declared]


def name_of(key: str) -> str:
    """The name of a metric; its key where it is no longer declared."""
    try:
        return str(metric(key).name)
    except LookupError:
        return key


def unit_sign(key: str) -> str:
    """What stands behind a number: %, € or nothing."""
    try:
        kind = metric(key).kind
    except LookupError:
        return ""
    return {MetricKind.RATIO: "%", MetricKind.AMOUNT: "€"}.get(kind, "")


def with_unit(key: str, value: Decimal | None) -> str:
    """A value as people read it; a dash for none."""
    if value is None:
        return "–"
    sign = unit_sign(key)
    text = german(value, places_of_unit(sign))
    return f"{text} {sign}" if sign else text


def places_of_unit(sign: str) -> int | None:
    """The decimals of a figure with this unit, wherever it is shown."""
    return {"%": 1, "€": 2}.get(sign)


def shown(figure: Figure | None) -> str:
    """What a figure shows; a dash where it shows nothing."""
    return with_unit(figure.metric, figure.value) if figure else "–"


def cell_name(cell: str) -> str:
    """A cell by the values of its axes: „Wohnen · Verwaltung“; „insgesamt“ for the total."""
    return " · ".join(cell_labels(cell).values()) or _("insgesamt")


def hidden_reason(figure: Figure) -> str:
    """Why a figure shows no number; empty when it does."""
    if figure.hidden_because:
        return str(HiddenBecause(figure.hidden_because).label)
    return _("ohne Grundgesamtheit") if figure.value is None else ""


def axis_label(key: str) -> str | Promise:
    """The name of an axis; its key where it is no longer declared."""
    try:
        return dimension(key).label
    except LookupError:
        return key


def place_in_table(cell: str) -> tuple[tuple[int, str], ...]:
    """Where a cell stands among its own kind: axes in the order of their declared values."""
    found = []
    for axis, value in cell_of(cell).items():
        try:
            values = list(dimension(axis).values)
        except LookupError:
            values = []
        found.append((values.index(value) if value in values else len(values), value))
    return tuple(found)


def rounding_of(release: FrozenRelease) -> str:
    """What rounding means in this release, in two sentences."""
    base = release.thresholds["base"]
    words = {"base": base, "few": base - 1}
    return (
        _(
            "Alle Anzahlen sind auf Vielfache von %(base)s gerundet, damit niemand auf einzelne Personen schließen"
            " kann: Eine 0 heißt „0 bis %(few)s“, Summen stimmen trotzdem. Anteile sind aus gerundeten Zahlen"
            " berechnet."
        )
        % words
    )
