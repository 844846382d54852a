"""Compares what the platform's rows say with what the database server has: nothing may be half.

Provisioning and dropping are one transaction each, so this finds nothing – unless somebody worked by
hand, restored a backup in part, or a fault slipped in. Runs in the provisioning realm; changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import connection

from shared.municipalities.models import Municipality
from shared.municipalities.vocabulary import Status

_SCHEMAS: Final = r"SELECT nspname FROM pg_namespace WHERE nspname ~ '^m_[a-z0-9]{14}$'"
_ROLES: Final = r"SELECT rolname FROM pg_roles WHERE rolname ~ '^m_[a-z0-9]{14}$'"


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """One thing that does not fit, as the operator reads it."""

    schema: str
    problem: str


def discrepancies() -> list[Discrepancy]:
    """Everything that is there only in part. A role alone is none: it may belong to another database of the server."""
    rows = {row.schema_name: row for row in Municipality.objects.all()}
    here = {name for name, row in rows.items() if row.status != Status.LEFT}
    schemas, roles = _names(_SCHEMAS), _names(_ROLES)
    found = [(name, "Die Kommune hat kein Schema in der Datenbank.") for name in here - schemas]
    found += [(name, "Die Kommune hat keine Datenbankrolle.") for name in here - roles]
    found += [(name, "Das Schema gehört zu keiner Kommune.") for name in schemas - rows.keys()]
    found += [(name, "Die Kommune ist ausgeschieden, ihr Schema ist noch da.") for name in schemas & rows.keys() - here]
    found += [(name, "Die Kommune ist ausgeschieden, ihre Rolle ist noch da.") for name in roles & rows.keys() - here]
    return [Discrepancy(name, problem) for name, problem in sorted(found)]


def _names(query: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}
