"""Whether every municipality's tables are still as the template's, whatever the records of migrations say.

A table that was changed by hand, or a restore that went only half through, would otherwise be noticed by whoever
misses an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.core.realms import PROVISIONING, inside
from kisi.tenancy.drift import drifted_schemas
from kisi.tenancy.migration_state import known_state_of_code
from shared.municipalities.queries import on_board
from shared.operation.reports import Finding, Report

PARTS: Final = {
    "tables": gettext_lazy("Tabellen"),
    "columns": gettext_lazy("Spalten"),
    "constraints": gettext_lazy("Bedingungen"),
    "indexes": gettext_lazy("Indizes"),
    "functions": gettext_lazy("Funktionen"),
    "triggers": gettext_lazy("Auslöser"),
}


def tables() -> Report:
    """The municipalities whose schema differs from the template; those that still wait for a migration are left out."""
    with inside(PROVISIONING):
        current = on_board().filter(schema_state=known_state_of_code())
        names = dict(current.values_list("schema_name", "name"))
    drifted = drifted_schemas(sorted(names))
    return Report(
        len(names), tuple(Finding(names[schema], _problem(parts)) for schema, parts in sorted(drifted.items()))
    )


def _problem(parts: Mapping[str, Sequence[str]]) -> str:
    named = "; ".join(
        f"{label} ({', '.join(parts[part])})" if parts[part] else str(label)
        for part, label in PARTS.items()
        if part in parts
    )
    return _("Anders als in der Vorlage: {parts}. Bitte klären Sie die Ursache, bevor hier gezählt wird.").format(
        parts=named
    )
