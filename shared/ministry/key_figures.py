"""Key figures of the overview and of a topic: value, trend against the release before, how many towns are in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kisi.core.facts import Direction, Metric, MetricKind, cell_key
from kisi.ui.templatetags.kisi_ui import german
from shared.disclosure import CATALOGUE
from shared.ministry.reading import Figure, FrozenRelease
from shared.ministry.wording import cell_name, hidden_reason, published, shown, with_unit

ICONS: Final = {"accounts.active": "groups", "surveys.responses": "bar_chart", "needs.stated": "flag"}
PLAIN_ICON: Final = "monitoring"


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One card, see the component ``key_figure``."""

    label: str
    value: str
    icon: str
    note: str = ""
    trend: str = ""
    tone: str = ""
    url: str = ""


def key_figures(
    release: FrozenRelease, before: FrozenRelease | None, figures: dict[int, list[Figure]]
) -> list[KeyFigure]:
    """The municipalities, the total of every metric that has one, and the need most often seen."""
    now = figures.get(release.id, [])
    then = figures.get(before.id, []) if before else []
    cards = [_towns(release)]
    cards += [_card(one, "", now, then, before) for one in published() if _of(now, one.key)]
    cards += [card for one in published() if (card := _highest(one, now))]
    return cards[:4]


def topic_metrics() -> list[Metric]:
    """The metrics published for the whole state by topic alone."""
    tables = {entry.metric: entry.state for entry in CATALOGUE.entries}
    return [one for one in published() if ("topic",) in tables[one.key]]


def topic_figures(
    topic: str, release: FrozenRelease, before: FrozenRelease | None, figures: dict[int, list[Figure]]
) -> list[KeyFigure]:
    """What the metrics by topic say about one of them; none for a release that does not have them."""
    cell = cell_key({"topic": topic})
    now = figures.get(release.id, [])
    then = figures.get(before.id, []) if before else []
    return [_card(one, cell, now, then, before) for one in topic_metrics() if _of(now, one.key, cell)]


def _of(figures: Iterable[Figure], key: str, cell: str = "") -> Figure | None:
    return next((one for one in figures if one.metric == key and one.cell == cell), None)


def _towns(release: FrozenRelease) -> KeyFigure:
    missing = release.towns_expected - release.towns_reported
    words = {"expected": release.towns_expected, "missing": missing}
    lacking = ngettext("von %(expected)s, eine fehlt", "von %(expected)s, %(missing)s fehlen", missing)
    note = lacking if missing else _("von %(expected)s, alle sind dabei")
    return KeyFigure(
        label=_("Kommunen mit Zahlen"),
        value=german(release.towns_reported),
        icon="location_city",
        note=note % words,
        url=reverse("metrics:collection"),
    )


def _card(
    declared: Metric, cell: str, now: Sequence[Figure], then: Sequence[Figure], before: FrozenRelease | None
) -> KeyFigure:
    """One cell of a metric; where it shows no number, why."""
    figure, earlier = _of(now, declared.key, cell), _of(then, declared.key, cell)
    note, trend, tone = _("noch kein früherer Zeitraum zum Vergleich"), "", ""
    if figure is not None and figure.value is None:
        note = hidden_reason(figure)
    elif before is not None and figure is not None and earlier is not None:
        note, trend = change_in_words(declared, figure, earlier, before)
        tone = tone_of(declared, trend)
    if figure is not None and figure.value is not None and figure.denominator is not None:
        note = _("von rund %(whole)s · %(note)s") % {"whole": german(figure.denominator), "note": note}
    return KeyFigure(
        label=str(declared.name),
        value=shown(figure),
        icon=ICONS.get(declared.key, PLAIN_ICON),
        note=note,
        trend=trend,
        tone=tone,
        url=reverse("ministry:metric", args=[declared.key]),
    )


def change_in_words(declared: Metric, now: Figure, then: Figure, before: FrozenRelease) -> tuple[str, str]:
    """The change against an earlier figure, and its trend (``up``, ``down``, ``flat`` or none).

    Two rounded counts that are less than two steps of the rounding apart may be the same count.
    """
    if now.value is None or then.value is None or now.version != then.version:
        return _("mit %(period)s nicht vergleichbar") % {"period": before.period_label}, ""
    difference = now.value - then.value
    if declared.kind is not MetricKind.RATIO and abs(difference) < 2 * max(now.base, then.base):
        return _("kaum anders als im %(period)s") % {"period": before.period_label}, "flat"
    words = {"change": _signed(declared, difference, then.value), "period": before.period_label}
    return _("%(change)s zum %(period)s") % words, _trend(difference)


def _signed(declared: Metric, difference: Decimal, then: Decimal) -> str:
    sign = "+" if difference > 0 else ""
    if declared.kind is MetricKind.RATIO:
        return _("%(number)s Punkte") % {"number": f"{sign}{german(difference, 1)}"}
    if not then:
        return f"{sign}{german(difference)}"
    return f"{sign}{german(difference * 100 / then, 0)} %"


def _trend(difference: Decimal) -> str:
    if not difference:
        return "flat"
    return "up" if difference > 0 else "down"


def tone_of(declared: Metric, trend: str) -> str:
    """Good or bad – only where the metric itself judges; a change that is not judged has no colour."""
    better = {Direction.MORE: "up", Direction.LESS: "down"}.get(declared.direction)
    if better is None or trend not in {"up", "down"}:
        return ""
    return "good" if trend == better else "bad"


def _highest(declared: Metric, now: Sequence[Figure]) -> KeyFigure | None:
    """The cell of a share without a total that is highest: which need is most often seen, and by whom."""
    if declared.kind is not MetricKind.RATIO or _of(now, declared.key):
        return None
    cells = [one for one in now if one.metric == declared.key and one.value is not None]
    if not cells:
        return None
    top = max(cells, key=lambda one: (one.value or Decimal(0), one.cell))
    return KeyFigure(
        label=_("Am häufigsten gesehen"),
        value=with_unit(declared.key, top.value),
        icon="flag",
        note=cell_name(top.cell),
        url=reverse("ministry:metric", args=[declared.key]),
    )
