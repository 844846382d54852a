"""Contact points as a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.ui.tables import Column, Status, Table
from tenants.contact_points.models import ContactPoint
from tenants.contact_points.queries import OpenContactPoint, with_hours


@dataclass(frozen=True, slots=True)
class ContactPointRow:
    """One contact point as the list shows it."""

    name: str
    kind: str
    address: str
    hours: str
    state: Status
    order: tuple[bool, int, str]
    url: str


CONTACT_POINTS: Final = Table(
    key="anlaufstellen",
    caption=gettext_lazy("Anlaufstellen"),
    columns=(
        Column(
            key="name",
            label=gettext_lazy("Name"),
            order_by=("name",),
            link=lambda row: row.url,
            sub=lambda row: row.kind,
        ),
        Column(key="address", label=gettext_lazy("Adresse"), order_by=("address", "name")),
        Column(key="hours", label=gettext_lazy("Sprechzeiten")),
        Column(key="state", label=gettext_lazy("Öffentliche Seite")),
    ),
    empty_title=gettext_lazy("Noch keine Anlaufstelle"),
    empty_text=gettext_lazy("Legen Sie die erste an. Besucherinnen und Besucher sehen sie dann auf Ihrer Seite."),
)


def contact_point_rows() -> list[ContactPointRow]:
    """All that are there, the main one first."""
    return [_row(found) for found in with_hours(ContactPoint.objects.present())]


def _row(found: OpenContactPoint) -> ContactPointRow:
    point = found.contact_point
    return ContactPointRow(
        name=point.name,
        kind=_("Haupt-Anlaufstelle") if point.is_main else "",
        address=point.address,
        hours=", ".join(str(row) for row in found.hours_in_force) or _("noch keine"),
        state=Status(_("sichtbar"), "ok") if point.is_visible else Status(_("verborgen")),
        order=(not point.is_main, point.order, point.name),
        url=reverse("contact_points:contact_point", args=[point.pk]),
    )
