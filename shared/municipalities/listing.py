"""All municipalities as one list: the platform's rows beside what the register says about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kisi.ui.tables import Column, Table
from kisi.ui.tables import Status as Pill
from shared.municipalities.models import Municipality
from shared.municipalities.queries import Place, places
from shared.municipalities.register.ordering import german_sort_key
from shared.municipalities.sizes import size_band_of
from shared.municipalities.vocabulary import Status

PILLS: Final = {
    Status.ONBOARDING: "info",
    Status.ACTIVE: "ok",
    Status.SUSPENDED: "warn",
    Status.OFFBOARDING: "warn",
    Status.LEFT: "",
}


def pill_of(status: str) -> Pill:
    """A municipality's status as the status pill shows it."""
    found = Status(status)
    return Pill(found.label, PILLS[found])  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class TownRow:
    """A municipality of the platform; district and population are None where the register does not know it."""

    name: str
    ags: str
    slug: str
    status: str
    pill: Pill
    district: str | None
    population: int | None
    size: str
    joined_on: date | None
    is_demo: bool
    url: str

    @property
    def sort_key(self) -> str:
        """What to sort the name by."""
        return german_sort_key(self.name)

    @property
    def pill_label(self) -> str:
        """What to sort the status by."""
        return str(self.pill)


TOWNS: Final = Table(
    key="kommunen",
    caption=_("Kommunen auf der Plattform"),
    default_order="name",
    columns=(
        Column(key="name", label=_("Name"), order_by=("sort_key", "ags"), link=lambda row: row.url),
        Column(key="ags", label=_("AGS"), order_by=("ags",)),
        Column(key="pill", label=_("Status"), order_by=("pill_label", "sort_key")),
        Column(key="district", label=_("Kreis"), order_by=("district", "sort_key")),
        Column(key="population", label=_("Einwohner"), order_by=("population", "sort_key"), number=True),
        Column(key="joined_on", label=_("dabei seit"), order_by=("joined_on", "sort_key")),
    ),
    empty_title=_("Noch keine Kommune"),
    empty_text=_("Sobald eine Kommune aufgenommen wird, steht sie hier."),
)


def town_rows() -> list[TownRow]:
    """Every municipality there is or was, in three queries (central realm)."""
    rows = list(Municipality.objects.all())
    known = places(row.ags for row in rows)
    return [_row(row, known.get(row.ags)) for row in rows]


def _row(row: Municipality, place: Place | None) -> TownRow:
    population = place.population if place else None
    return TownRow(
        name=row.name,
        ags=row.ags,
        slug=row.slug,
        status=row.status,
        pill=pill_of(row.status),
        district=place.district if place else None,
        population=population,
        size=size_band_of(population),
        joined_on=row.joined_on,
        is_demo=row.is_demo,
        url=reverse("onboarding:town", args=[row.pk]),
    )
