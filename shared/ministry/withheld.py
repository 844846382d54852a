"""Which tables of a release and which AMIF totals are withheld because nothing protects them, and why, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.ui.registry import Text
from shared.ministry.reading import FrozenRelease
from shared.ministry.wording import axis_label, cell_name, name_of

PLACES: Final[dict[str, Text]] = {
    "state": gettext_lazy("für ganz Hessen"),
    "district": gettext_lazy("für Landkreise und kreisfreie Städte"),
    "municipality": gettext_lazy("für Kommunen"),
}
TOTALS: Final[dict[str, Text]] = {
    "few_municipalities": gettext_lazy("Zu wenige Kommunen tragen bei; die Summe wäre die Zahl einer einzelnen."),
    "withheld": gettext_lazy("Zusammen mit veröffentlichten Ständen verriete die Summe die Zahl einer Kommune."),
}


def withheld_totals(release: FrozenRelease) -> list[str]:
    """One sentence for each indicator of which not even the reporting role gets the exact totals."""
    withheld = release.protocol.get("totals_withheld", {})
    return [f"„{name_of(key)}“: {TOTALS.get(why, why)}" for key, why in sorted(withheld.items())]


def withheld_tables(release: FrozenRelease) -> list[str]:
    """One line for each table that is withheld: metric, breakdown, level, and which cells where it is not all."""
    return [_line(one) for one in release.protocol.get("withheld", ())]


def _line(table: Mapping[str, Any]) -> str:
    axes = _(" und ").join(str(axis_label(axis)) for axis in table["axes"])
    words = {
        "name": name_of(table["metric"]),
        "table": _("nach %(axes)s") % {"axes": axes} if axes else _("insgesamt"),
        "place": PLACES.get(table["level"], table["level"]),
    }
    line = _("„%(name)s“ %(table)s, %(place)s") % words
    if table["cells"]:
        line += _(" – davon: %(cells)s") % {"cells": ", ".join(cell_name(cell) for cell in table["cells"])}
    return line
