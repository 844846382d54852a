"""Reading everything that is declared personal about one account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Field, QuerySet
from django.utils.text import capfirst

from kisi.accounts.models import User
from kisi.core.privacy import Activity, TableDeclaration
from kisi.privacy.persons import counted, mentions_of, tables_about


@dataclass(frozen=True, slots=True)
class OwnRows:
    """Rows of one table: each a mapping of what people read → value. ``is_mention``: only named in them."""

    activity: Activity
    table: TableDeclaration
    name: str
    rows: tuple[dict[str, Any], ...]
    is_mention: bool = False


@dataclass(frozen=True, slots=True)
class Detail:
    """One value in a flat list. ``number`` tells the rows of one table apart."""

    activity: str
    name: str
    number: int
    field: str
    value: Any


def own_data_of(user: User) -> list[OwnRows]:
    """Everything of the current schema; secrets (hashes, keys) are handed out to nobody."""
    found = [
        OwnRows(table.activity, table, _name(table), tuple(_row(row, _open_fields(table)) for row in _ordered(rows)))
        for table, rows in tables_about(user)
        if table.activity
    ]
    found += [
        OwnRows(
            mention.table.activity,
            mention.table,
            _name(mention.table),
            tuple({"Nummer": str(row.pk), **_row(row, [mention.field])} for row in _ordered(mention.rows)),
            is_mention=True,
        )
        for mention in mentions_of(user)
        if mention.table.activity
    ]
    return [one for one in found if one.rows]


def summary_of(user: User) -> list[tuple[str, str, int]]:
    """Activity, kind of row, number of rows about the person or naming them; one statement."""
    about = [(f"0.{table.model}", table, rows) for table, rows in tables_about(user)]
    named = [(f"1.{one.table.model}.{one.field}", one.table, one.rows) for one in mentions_of(user)]
    numbers = counted((key, rows) for key, _table, rows in (*about, *named))
    found: dict[tuple[str, str], int] = {}
    for key, table, _rows in (*about, *named):
        if key in numbers and table.activity:
            line = (str(table.activity.name), _name(table))
            found[line] = found.get(line, 0) + numbers[key]
    return [(activity, name, number) for (activity, name), number in found.items()]


def details_of(found: list[OwnRows]) -> Iterator[Detail]:
    """The same as a flat list, for a spreadsheet."""
    for own in found:
        activity = str(own.activity.name)
        for number, row in enumerate(own.rows, start=1):
            for field, value in row.items():
                yield Detail(activity, own.name, number, field, value)


def _ordered(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by("pk")


def _open_fields(table: TableDeclaration) -> list[str]:
    return [name for name, personal in table.personal.items() if not personal.is_secret]


def _row(row: Any, names: list[str]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name in names:
        field = row._meta.get_field(name)
        label = capfirst(str(field.verbose_name))
        told[label if label not in told else f"{label} ({name})"] = _value(row, field)
    return told


def _value(row: Any, field: Field[Any, Any]) -> Any:
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return getattr(row, field.attname)


def _name(table: TableDeclaration) -> str:
    return capfirst(str(apps.get_model(table.model)._meta.verbose_name_plural))
