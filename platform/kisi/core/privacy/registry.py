"""All declarations, and what they come to in one place."""

from __future__ import annotations

from dataclasses import dataclass

from kisi.core.privacy.declaring import Activity, Place, TableDeclaration
from kisi.core.privacy.places import stands_in

_declared: dict[str, TableDeclaration] = {}
_activities: dict[str, Activity] = {}


def declare(*tables: TableDeclaration) -> None:
    """Add declarations. Raises ``ValueError`` for a model or the key of an activity that is declared differently."""
    for table in tables:
        _check(table)
        _declared[table.model] = table
        if table.activity:
            _activities[table.activity.key] = table.activity


def _check(table: TableDeclaration) -> None:
    """Before anything is kept: what is refused leaves no trace."""
    if _declared.get(table.model, table) != table:
        raise ValueError(f"{table.model} is declared twice")
    if overlap := table.free & table.personal.keys():
        raise ValueError(f"{table.model}: personal and free of personal data at once: {sorted(overlap)}")
    if table.activity and _activities.get(table.activity.key, table.activity) != table.activity:
        raise ValueError(f"two activities are called {table.activity.key!r}")


def declarations(place: Place | None = None) -> list[TableDeclaration]:
    """Everything declared, or what of it has a table in a place."""
    return [table for table in _declared.values() if place is None or stands_in(table.model, place)]


def declaration_of(label: str) -> TableDeclaration | None:
    """What is declared about a model."""
    return _declared.get(label)


@dataclass(frozen=True, slots=True)
class Processing:
    """An activity with the tables it uses in a place."""

    activity: Activity
    tables: tuple[TableDeclaration, ...]


def activities(place: Place) -> list[Processing]:
    """The activities of a place with their tables, in the register's order."""
    grouped: dict[str, list[TableDeclaration]] = {}
    for table in declarations(place):
        if table.activity:
            grouped.setdefault(table.activity.key, []).append(table)
    found = [Processing(_activities[key], tuple(tables)) for key, tables in grouped.items()]
    return sorted(found, key=lambda one: (one.activity.order, one.activity.key))
