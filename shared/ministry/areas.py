"""Names of areas: public facts, read in the central realm."""

from __future__ import annotations

from collections.abc import Iterable

from shared.metrics.queries import area_names
from shared.municipalities.queries import on_board


def names_of(areas: Iterable[str]) -> dict[str, str]:
    """The register's names; for a municipality it does not know, the name it has on the platform; else the key."""
    names = area_names(areas)
    nameless = [key for key, name in names.items() if key == name and len(key) == 8]
    if nameless:
        names |= dict(on_board().filter(ags__in=nameless).values_list("ags", "name"))
    return names
