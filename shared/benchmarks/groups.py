"""Which peer groups a municipality belongs to, by what the official register says of it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shared.benchmarks.vocabulary import GroupKind
from shared.municipalities.models.register import MUNICIPALITY_KINDS
from shared.municipalities.queries import Place
from shared.municipalities.register.ags import district_of
from shared.municipalities.sizes import size_band_of, size_bands

UNKNOWN = "unknown"


def groups_of(ags: str, place: Place | None) -> dict[str, str]:
    """Kind of group → the group; what the register does not know is in no group of that kind."""
    size = size_band_of(place.population if place else None)
    found = {GroupKind.ALL.value: "", GroupKind.DISTRICT.value: district_of(ags)}
    if size != UNKNOWN:
        found[GroupKind.SIZE.value] = size
    if place:
        found[GroupKind.KIND.value] = place.kind
    return found


def group_name(kind: str, group: str, districts: dict[str, str]) -> str:
    """A group for people; ``districts`` are names of districts by their keys."""
    if kind == GroupKind.SIZE:
        words = {"size": size_bands().get(group, group)}
        return _("%(size)s Einwohnerinnen und Einwohner") % words
    if kind == GroupKind.KIND:
        return str(dict(MUNICIPALITY_KINDS).get(group, group))
    return districts.get(group, group) if kind == GroupKind.DISTRICT else _("alle Kommunen im Projekt")
