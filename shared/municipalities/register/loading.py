"""Bring the register shipped with the product into the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, astuple, dataclass
from typing import Any

from django.db import models, transaction

from kisi.core.realms import CENTRAL, inside
from shared.municipalities.models.register import District, RegisteredMunicipality, TerritorialChange
from shared.municipalities.register.entries import Register, read_register
from shared.municipalities.register.ordering import german_sort_key
from shared.municipalities.register.words import Origin

type Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows were inserted, updated or removed.

    All zero when the database already held the register.
    """

    districts: int = 0
    municipalities: int = 0
    changes: int = 0


def load(*, progress: Callable[[int, int], None] | None = None) -> int:
    """Load the shipped register at the platform's start (setting ``KISI_REFERENCE_DATA``); rows written."""
    with inside(CENTRAL):
        written = sum(astuple(load_register()))
    if progress:
        progress(1, 1)
    return written


@transaction.atomic
def load_register(register: Register | None = None) -> Loaded:
    """Make the database hold ``register`` (None: the one shipped with this release); meant for every start.

    Reads only, when nothing changed. An official import outranks the shipped data: what stands under a key
    that an import has touched stays as it is.
    """
    register = register or read_register()
    return Loaded(
        districts=_synchronise(District, _rows(register.districts), key=("ags5",), owner="ags5"),
        municipalities=_synchronise(
            RegisteredMunicipality, _rows(register.municipalities), key=("ags", "valid_from"), owner="ags"
        ),
        changes=_synchronise(
            TerritorialChange,
            [_without_names(row) for row in _rows(register.changes)],
            key=("predecessor_ags", "successor_ags", "effective_on"),
            owner="predecessor_ags",
        ),
    )


def _synchronise(model: type[models.Model], rows: list[Row], *, key: tuple[str, ...], owner: str) -> int:
    """Insert, update and remove shipped rows so that they equal ``rows``; give how many that took.

    ``owner`` is the column whose value an official row takes possession of.
    """
    table = model._default_manager
    official = set(table.filter(origin=Origin.GV100AD.value).values_list(owner, flat=True))
    wanted = {_key(row, key): row for row in rows if row[owner] not in official}
    columns = list(rows[0])
    stored = {
        _key(row, key): row
        for row in table.filter(origin=Origin.SHIPPED.value).values("pk", *columns)
        if row[owner] not in official
    }
    stale = [row["pk"] for found, row in stored.items() if found not in wanted]
    changed = [row for found, row in wanted.items() if not _equals(row, stored.get(found))]
    if stale:
        table.filter(pk__in=stale).delete()
    if changed:
        table.bulk_create(
            [model(**row) for row in changed],
            update_conflicts=True,
            unique_fields=key,
            update_fields=[column for column in columns if column not in key],
        )
    return len(stale) + len(changed)


def _rows(entries: Iterable[Any]) -> list[Row]:
    """Entries as column values, with the sort key of those that have a name."""
    rows = [asdict(entry) for entry in entries]
    return [row | {"sort_key": german_sort_key(row["name"])} if "name" in row else row for row in rows]


def _without_names(row: Row) -> Row:
    """A change without what only the build needs: the successor's own row carries its name and kind."""
    return {column: value for column, value in row.items() if column not in ("successor_name", "successor_kind")}


def _key(row: Row, columns: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[column] for column in columns)


def _equals(row: Row, stored: Row | None) -> bool:
    return stored is not None and all(stored[column] == value for column, value in row.items())
