"""The ministry's list: peer groups with their bands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.core.facts import Metric
from kisi.ui.tables import Column, Table
from shared.benchmarks.models import Band
from shared.benchmarks.wording import UNITS, places_of
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
    unit: str
    places: int


def band_row(band: Band, place: int, group: str, declared: Metric) -> BandRow:
    """A band for people, as exact as municipalities see it; ``place`` is where its cell stands among the others."""
    return BandRow(
        place=(place, group, band.cell),
        cell=" · ".join(cell_labels(band.cell).values()) or _("insgesamt"),
        group=group,
        towns=band.towns,
        lower=band.lower,
        median=band.median,
        upper=band.upper,
        unit=UNITS.get(declared.kind, ""),
        places=places_of(declared),
    )


def _places(row: BandRow) -> int:
    return row.places


BANDS: Final = Table(
    key="vergleichsbaender",
    caption=gettext_lazy("Vergleichsgruppen"),
    default_order="cell",
    columns=(
        Column(key="cell", label=gettext_lazy("Merkmale"), order_by=("place",)),
        Column(key="group", label=gettext_lazy("Vergleichsgruppe"), order_by=("group", "place")),
        Column(key="towns", label=gettext_lazy("Kommunen mit Wert"), number=True),
        Column(key="lower", label=gettext_lazy("Unteres Viertel"), number=True, places=_places),
        Column(key="median", label=gettext_lazy("Median"), number=True, places=_places),
        Column(key="upper", label=gettext_lazy("Oberes Viertel"), number=True, places=_places),
        Column(key="unit", label=gettext_lazy("Einheit")),
    ),
    empty_title=gettext_lazy("Keine Vergleichsbänder"),
    empty_text=gettext_lazy(
        "Ein Band entsteht mit einem Veröffentlichungsstand, in dem genug Kommunen einer Vergleichsgruppe einen Wert"
        " zeigen."
    ),
    nothing_found=gettext_lazy("Wählen Sie eine andere Vergleichsgruppe oder eine andere Kennzahl."),
)
