"""The ministry's list: peer groups with their bands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.ui.tables import Column, Table
from shared.benchmarks.models import Band
from shared.metrics.queries import cell_labels


@dataclass(frozen=True, slots=True)
class BandRow:
    """One band with the name of its group."""

    place: tuple[int, str, str]
    cell: str
    group: str
    towns: int
    lower: Decimal | None
    median: Decimal | None
    upper: Decimal | None
    remark: str


def band_row(band: Band, place: int, group: str) -> BandRow:
    """A band for people; ``place`` is where its cell stands among the others."""
    words = {"least": band.least}
    return BandRow(
        place=(place, group, band.cell),
        cell=" · ".join(cell_labels(band.cell).values()) or _("insgesamt"),
        group=group,
        towns=band.towns,
        lower=band.lower,
        median=band.median,
        upper=band.upper,
        remark=_("weniger als %(least)s Kommunen") % words if band.median is None else "",
    )


BANDS: Final = Table(
    key="vergleichsbaender",
    caption=gettext_lazy("Vergleichsgruppen"),
    default_order="cell",
    columns=(
        Column(key="cell", label=gettext_lazy("Merkmale"), order_by=("place",)),
        Column(key="group", label=gettext_lazy("Vergleichsgruppe"), order_by=("group", "place")),
        Column(key="towns", label=gettext_lazy("Kommunen mit Wert"), number=True),
        Column(key="lower", label=gettext_lazy("Unteres Viertel"), number=True),
        Column(key="median", label=gettext_lazy("Median"), number=True),
        Column(key="upper", label=gettext_lazy("Oberes Viertel"), number=True),
        Column(key="remark", label=gettext_lazy("Hinweis")),
    ),
    empty_title=gettext_lazy("Noch keine Vergleichsbänder"),
    empty_text=gettext_lazy("Sie entstehen mit dem nächsten Veröffentlichungsstand."),
)
