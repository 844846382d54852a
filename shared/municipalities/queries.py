"""Reads about municipalities with more than one caller. Run in the central or the provisioning realm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject

from kisi.core.realms import MunicipalityRef
from kisi.core.text_search import words_of
from shared.municipalities.models import District, Municipality, RegisteredMunicipality
from shared.municipalities.models.register import MUNICIPALITY_KINDS, district_label
from shared.municipalities.vocabulary import Status

ARS_LENGTH: Final = 12


@dataclass(frozen=True, slots=True)
class Place:
    """What the official register says today about a municipality; None where it does not know."""

    ags: str
    name: str
    kind: str
    district_ags: str
    district: str
    population: int | None

    @property
    def kind_label(self) -> str:
        """The kind as people read it."""
        return str(dict(MUNICIPALITY_KINDS).get(self.kind, self.kind))


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
    """What the register says today about these AGS, in one query; unknown keys are missing in the answer."""
    district = District.objects.filter(ags5=OuterRef("district_ags")).values(found=JSONObject(name="name", kind="kind"))
    found = RegisteredMunicipality.objects.current().filter(ags__in=set(keys))
    # Plain values: a list of towns needs dozens, and of a row of the model nothing but these.
    rows = found.annotate(found_district=Subquery(district)).values_list(
        "ags", "name", "kind", "district_ags", "found_district", "population"
    )
    return {
        ags: Place(ags, name, kind, district_ags, district_label(**its) if its else "", population)
        for ags, name, kind, district_ags, its, population in rows
    }


def found_places(words: str, *, limit: int) -> list[Place]:
    """What the register has under the parts of a name, the beginning of an AGS or a whole ARS, sorted by name."""
    words = " ".join(words.split())
    if not words_of(words):
        return []
    rows = RegisteredMunicipality.objects.current()
    digits = words.replace(" ", "")
    if digits.isdecimal() and digits.isascii():
        key = digits[:5] + digits[9:] if len(digits) == ARS_LENGTH else digits
        rows = rows.filter(ags__startswith=key)
    else:
        for word in words_of(words):
            rows = rows.filter(name__icontains=word)
    keys = list(rows.order_by("sort_key", "ags").values_list("ags", flat=True)[:limit])
    known = places(keys)
    return [known[key] for key in keys]


def place(ags: str) -> Place | None:
    """What the register says today about one AGS."""
    return places([ags]).get(ags)
