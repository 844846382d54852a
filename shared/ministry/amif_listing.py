"""The list of exact AMIF totals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.core.facts import cell_of, dimension
from kisi.ui.tables import Column, Table
from shared.metrics.models import AmifTotal
from shared.ministry.wording import name_of, place_in_table


@dataclass(frozen=True, slots=True)
class AmifRow:
    """One exact total of the whole state."""

    place: tuple[tuple[int, ...], str, int, tuple[tuple[int, str], ...]]
    annex_no: str
    code: str
    metric: str
    sex: str
    age_bracket: str
    numerator: int
    denominator: int | None


def amif_rows(totals: Iterable[AmifTotal]) -> list[AmifRow]:
    """The totals in the order of Annex VIII: in all, by sex, by age bracket, by both."""
    return [_row(one) for one in totals]


def _row(total: AmifTotal) -> AmifRow:
    cell = cell_of(total.cell)
    return AmifRow(
        place=(_number(total.annex_no), total.metric, len(cell), place_in_table(total.cell)),
        annex_no=total.annex_no,
        code=total.code,
        metric=name_of(total.metric),
        sex=_label("sex", cell),
        age_bracket=_label("age_bracket", cell),
        numerator=total.numerator,
        denominator=total.denominator,
    )


def _number(annex_no: str) -> tuple[int, ...]:
    """3.10 after 3.9; what is no number comes last."""
    parts = annex_no.split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else (999,)


def _label(axis: str, cell: dict[str, str]) -> str:
    value = cell.get(axis)
    return _("alle") if value is None else str(dimension(axis).values.get(value, value))


AMIF: Final = Table(
    key="amif",
    caption=gettext_lazy("AMIF-Summen für ganz Hessen"),
    default_order="annex_no",
    columns=(
        Column(key="annex_no", label=gettext_lazy("Nummer in Anhang VIII"), order_by=("place",)),
        Column(key="metric", label=gettext_lazy("Indikator"), order_by=("metric", "place"), sub=lambda row: row.code),
        Column(key="sex", label=gettext_lazy("Geschlecht")),
        Column(key="age_bracket", label=gettext_lazy("Altersgruppe")),
        Column(key="numerator", label=gettext_lazy("Anzahl"), number=True),
        Column(key="denominator", label=gettext_lazy("Grundgesamtheit"), number=True),
    ),
    per_page=100,
    empty_title=gettext_lazy("Dieser Stand enthält keine AMIF-Indikatoren"),
    empty_text=gettext_lazy(
        "Sie erscheinen, sobald eine Kennzahl mit einer Nummer aus Anhang VIII erhoben und ein Stand eingefroren ist."
    ),
)
