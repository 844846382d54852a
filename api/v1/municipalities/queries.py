"""Finding municipalities for the API."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from shared.municipalities.models import Municipality, RegisteredMunicipality
from shared.municipalities.queries import municipality_on_board
from shared.municipalities.register.ags import MalformedAgs, parse_ags
from shared.municipalities.vocabulary import Status

ORDERINGS: Final = {"name": "sort_key", "ags": "ags", "joined_on": "joined_on", "status": "status"}


def all_municipalities() -> QuerySet[Municipality]:
    """Every municipality with a key that sorts its name the German way."""
    registered = RegisteredMunicipality.objects.current().filter(ags=OuterRef("ags"))
    return Municipality.objects.annotate(sort_key=Coalesce(Subquery(registered.values("sort_key")[:1]), F("name")))


def chosen_municipalities(query: dict[str, Any]) -> QuerySet[Municipality]:
    """Those that the filters of an address name, in the order it names; without a status none that have left."""
    rows = all_municipalities()
    rows = rows.filter(status=query["status"]) if query.get("status") else rows.exclude(status=Status.LEFT)
    if district := query.get("district"):
        rows = rows.filter(ags__startswith=district)
    if words := query.get("search"):
        rows = rows.filter(Q(name__icontains=words) | Q(slug__icontains=words) | Q(ags__startswith=words))
    wanted = query["ordering"]
    column = F(ORDERINGS[wanted.removeprefix("-")])
    first = column.desc(nulls_last=True) if wanted.startswith("-") else column.asc(nulls_last=True)
    return rows.order_by(first, "pk")


def municipality_under(ags: str) -> Municipality | None:
    """The municipality that holds this AGS or ARS now; None where nobody does or the text is no key."""
    try:
        return municipality_on_board(parse_ags(ags))
    except MalformedAgs:
        return None


def found_municipality(ags: str) -> Municipality:
    """As ``municipality_under``; raises ``Http404`` where there is none."""
    found = municipality_under(ags)
    if found is None:
        raise Http404
    return found
