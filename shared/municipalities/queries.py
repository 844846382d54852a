"""Reads about municipalities with more than one caller. Run in the central or the provisioning realm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from kisi.core.realms import MunicipalityRef
from shared.municipalities.models import District, Municipality, RegisteredMunicipality
from shared.municipalities.vocabulary import Status


@dataclass(frozen=True, slots=True)
class Place:
    """What the official register says today about a municipality; None where it does not know."""

    ags: str
    name: str
    kind: str
    district_ags: str
    district: str
    population: int | None


def on_board() -> QuerySet[Municipality]:
    """Every municipality that is coming on board, on board or leaving – not the ones that have left."""
    return Municipality.objects.exclude(status=Status.LEFT)


def municipality_on_board(ags: str) -> Municipality | None:
    """The one municipality that holds this AGS on the platform now."""
    return on_board().filter(ags=ags).first()


def ref_of(municipality: Municipality) -> MunicipalityRef:
    """The plain values that may travel about a municipality."""
    return MunicipalityRef(
        id=municipality.pk,
        ags=municipality.ags,
        slug=municipality.slug,
        name=municipality.name,
        status=municipality.status,
        schema=municipality.schema_name,
        is_demo=municipality.is_demo,
    )


def places(keys: Iterable[str]) -> dict[str, Place]:
    """What the register says today about these AGS, in two queries; unknown keys are missing in the answer."""
    rows = list(RegisteredMunicipality.objects.current().filter(ags__in=set(keys)))
    districts = {d.ags5: d for d in District.objects.filter(ags5__in={row.district_ags for row in rows})}
    return {
        row.ags: Place(
            ags=row.ags,
            name=row.name,
            kind=row.kind,
            district_ags=row.district_ags,
            district=districts[row.district_ags].label if row.district_ags in districts else "",
            population=row.population,
        )
        for row in rows
    }


def place(ags: str) -> Place | None:
    """What the register says today about one AGS."""
    return places([ags]).get(ags)
