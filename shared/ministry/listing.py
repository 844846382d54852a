"""Lists of this app: areas beneath the map, figures of a release, releases, corrections, AMIF totals."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kisi.core.facts import Metric, MetricKind
from kisi.core.kept import Kept
from kisi.ui.tables import Column, KeptRows, Table
from shared.metrics.queries import Change, cell_labels
from shared.metrics.vocabulary import FigureLevel
from shared.ministry.reading import Figure, FrozenRelease
from shared.ministry.wording import cell_name, hidden_reason, name_of, places_of_unit, unit_sign
from shared.municipalities.register.ordering import german_sort_key

KEYS: Final = {level.value: number for number, level in enumerate(FigureLevel)}


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One municipality or district with the chosen figure."""

    area: str
    name: str
    district: str
    url: str
    value: Decimal | None
    denominator: int | None
    towns: int
    remark: str

    @property
    def sort_key(self) -> str:
        """The name as German words are sorted."""
        return german_sort_key(self.name)


def area_rows(
    figures: Iterable[Figure], *, names: dict[str, str], districts: dict[str, str], urls: dict[str, str]
) -> list[AreaRow]:
    """The figures of one cell, an area each."""
    return [
        AreaRow(
            area=one.area,
            name=names[one.area],
            district=districts.get(one.area, ""),
            url=urls.get(one.area, ""),
            value=one.value,
            denominator=one.denominator,
            towns=one.towns,
            remark=hidden_reason(one),
        )
        for one in figures
    ]


def area_table(declared: Metric, cell: str, level: str) -> Table:
    """The table beneath the map: a row for each area, no ranking (sorted by name)."""
    is_ratio = declared.kind is MetricKind.RATIO
    columns = [
        Column(
            key="name",
            label=_("Landkreis oder Stadt") if level == FigureLevel.DISTRICT else _("Kommune"),
            order_by=("sort_key", "area"),
            link=lambda row: row.url,
            sub=lambda row: row.district,
        ),
        Column(key="area", label=_("Schlüssel"), order_by=("area",)),
        Column(
            key="value", label=_value_label(declared, cell), number=True, places=places_of_unit(unit_sign(declared.key))
        ),
    ]
    if is_ratio:
        columns.append(Column(key="denominator", label=_("Grundgesamtheit (gerundet)"), number=True))
    if level == FigureLevel.DISTRICT:
        columns.append(Column(key="towns", label=_("Beitragende Kommunen"), number=True))
    columns.append(Column(key="remark", label=_("Hinweis")))
    return Table(
        key="gebiete",
        caption=_("%(name)s nach Gebiet") % {"name": declared.name},
        default_order="name",
        columns=columns,
        per_page=15,
        empty_title=_("Für diese Ebene gibt es keine Zahlen"),
    )


def _value_label(declared: Metric, cell: str) -> str:
    sign = unit_sign(declared.key)
    name = f"{declared.name}: {cell_name(cell)}" if cell else str(declared.name)
    return f"{name} ({sign})" if sign else name


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of a release with its names; ``sort_key`` is the area's name as German words are sorted."""

    metric: str
    level_rank: int
    level: str
    area: str
    area_name: str
    sort_key: str
    cell: str
    value: Decimal | None
    unit: str
    numerator: int | None
    denominator: int | None
    remark: str


ROWS: Final = Kept[KeptRows](4)
"""Thousands of rows each, all of one release and one choice. Names of areas can change, so they are kept by them."""


def kept_figure_rows(
    release: FrozenRelease, chosen: Hashable, figures: Sequence[Figure], names: dict[str, str]
) -> KeptRows:
    """The rows of ``figures``, which are what was ``chosen`` of a release: made and sorted once."""
    key = (release.mark, get_language(), chosen, frozenset(names.items()))
    return ROWS.get(key, lambda: KeptRows(figure_rows(figures, names)))


def figure_rows(figures: Iterable[Figure], names: dict[str, str]) -> list[FigureRow]:
    """Everything a release publishes, as the exports say it."""
    labels, figures = {key: str(label) for key, label in FigureLevel.choices}, list(figures)
    cells = {
        cell: ", ".join(f"{axis}: {value}" for axis, value in cell_labels(cell).items())
        for cell in {one.cell for one in figures}
    }
    keys, areas = {one.metric for one in figures}, {one.area for one in figures}
    names_of, units = {key: name_of(key) for key in keys}, {key: unit_sign(key) for key in keys}
    sort_keys = {area: german_sort_key(names[area]) for area in areas}
    return [
        FigureRow(
            metric=names_of[one.metric],
            level_rank=KEYS[one.level],
            level=labels[one.level],
            area=one.area,
            area_name=names[one.area],
            sort_key=sort_keys[one.area],
            cell=cells[one.cell],
            value=one.value,
            unit=units[one.metric],
            numerator=one.numerator,
            denominator=one.denominator,
            remark=hidden_reason(one),
        )
        for one in figures
    ]


FIGURES: Final = Table(
    key="zahlen",
    caption=gettext_lazy("Alle Zahlen dieses Stands"),
    default_order="metric",
    columns=(
        Column(
            key="metric", label=gettext_lazy("Kennzahl"), order_by=("metric", "level_rank", "sort_key", "area", "cell")
        ),
        Column(key="level", label=gettext_lazy("Ebene"), order_by=("level_rank", "metric", "sort_key", "area", "cell")),
        Column(key="area_name", label=gettext_lazy("Gebiet"), order_by=("sort_key", "area", "metric", "cell")),
        Column(key="area", label=gettext_lazy("Schlüssel")),
        Column(key="cell", label=gettext_lazy("Merkmale")),
        Column(key="value", label=gettext_lazy("Wert"), number=True, places=lambda row: places_of_unit(row.unit)),
        Column(key="unit", label=gettext_lazy("Einheit")),
        Column(key="numerator", label=gettext_lazy("Zähler"), number=True),
        Column(key="denominator", label=gettext_lazy("Nenner"), number=True),
        Column(key="remark", label=gettext_lazy("Hinweis")),
    ),
    empty_title=gettext_lazy("Keine Zahlen"),
)


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One release in the list."""

    label: str
    url: str
    kind: str
    cut_off: object
    frozen_at: datetime
    towns: str
    by: str


def release_rows(found: Sequence[FrozenRelease]) -> list[ReleaseRow]:
    """The releases, as they come."""
    return [
        ReleaseRow(
            label=one.label,
            url=reverse("ministry:release", args=[one.id]),
            kind=_("Zwischenstand vor dem Stichtag") if one.is_interim else "",
            cut_off=one.cut_off,
            frozen_at=one.frozen_local,
            towns=_("%(reported)s von %(expected)s") % {"reported": one.towns_reported, "expected": one.towns_expected},
            by=one.requested_by,
        )
        for one in found
    ]


RELEASES: Final = Table(
    key="staende",
    caption=gettext_lazy("Veröffentlichungsstände"),
    default_order="-frozen_at",
    columns=(
        Column(
            key="label",
            label=gettext_lazy("Stand"),
            order_by=("cut_off", "frozen_at"),
            link=lambda row: row.url,
            sub=lambda row: row.kind,
        ),
        Column(key="cut_off", label=gettext_lazy("Stichtag"), order_by=("cut_off", "frozen_at")),
        Column(key="frozen_at", label=gettext_lazy("Eingefroren am"), order_by=("frozen_at",)),
        Column(key="towns", label=gettext_lazy("Kommunen mit Zahlen")),
        Column(key="by", label=gettext_lazy("Veranlasst von")),
    ),
    empty_title=gettext_lazy("Noch kein Veröffentlichungsstand"),
)


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One figure that a correction shows differently."""

    metric: str
    area_name: str
    cell: str
    before: str
    after: str

    @property
    def sort_key(self) -> str:
        """The area's name as German words are sorted."""
        return german_sort_key(self.area_name)


def correction_rows(changes: Iterable[Change], names: dict[str, str]) -> list[CorrectionRow]:
    """What changed, readable: „40 von 60“ for ratios."""
    return [
        CorrectionRow(
            metric=name_of(one.metric),
            area_name=names[one.area],
            cell=cell_name(one.cell),
            before=_pair(one.before, one.denominator_before),
            after=_pair(one.after, one.denominator_after),
        )
        for one in changes
    ]


def _pair(number: int | None, whole: int | None) -> str:
    if number is None:
        return _("keine Zahl")
    return str(number) if whole is None else _("%(part)s von %(whole)s") % {"part": number, "whole": whole}


CORRECTIONS: Final = Table(
    key="korrekturen",
    caption=gettext_lazy("Korrekturen gegenüber dem Stand davor"),
    default_order="metric",
    columns=(
        Column(key="metric", label=gettext_lazy("Kennzahl"), order_by=("metric", "sort_key", "cell")),
        Column(key="area_name", label=gettext_lazy("Gebiet"), order_by=("sort_key", "metric", "cell")),
        Column(key="cell", label=gettext_lazy("Merkmale")),
        Column(key="before", label=gettext_lazy("Vorher")),
        Column(key="after", label=gettext_lazy("Jetzt")),
    ),
    empty_title=gettext_lazy("Keine Korrekturen"),
)
