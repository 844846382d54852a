"""Which rows are about an account, and which only name it – found by what is declared, never by guessing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import CharField, Count, QuerySet, Value

from kisi.accounts.models import User
from kisi.core.privacy import Personal, TableDeclaration, declarations
from kisi.core.privacy.places import place_here


@dataclass(frozen=True, slots=True)
class Mention:
    """Rows of a table in which one field names the account; the rows are about something else."""

    table: TableDeclaration
    field: str
    personal: Personal
    rows: QuerySet[Any]


def rows_about(table: TableDeclaration, user: User) -> QuerySet[Any] | None:
    """The rows of a table that are about an account; None where its rows are about no account."""
    if not table.about:
        return None
    personal = table.personal.get(table.about)
    value = user.email if personal and personal.points == "email" else user.pk
    return _rows(table).filter(**{table.about: value}, **table.where)


def tables_about(user: User) -> Iterator[tuple[TableDeclaration, QuerySet[Any]]]:
    """Every table of the current schema with rows about an account, and those rows."""
    for table in declarations(place_here()):
        rows = rows_about(table, user)
        if rows is not None:
            yield table, rows


def mentions_of(user: User) -> Iterator[Mention]:
    """Every field of the current schema that names an account."""
    values = {"pk": user.pk, "name": user.name, "email": user.email}
    for table in declarations(place_here()):
        for name, personal in table.personal.items():
            if personal.points and name not in {table.about, table.about.removesuffix("_id")}:
                yield Mention(table, name, personal, _rows(table).filter(**{name: values[personal.points]}))


def counted(rows: Iterable[tuple[str, QuerySet[Any]]]) -> dict[str, int]:
    """How many rows each query finds, by key; one statement for all. Queries that find nothing are left out."""
    each = [
        query.order_by()
        .annotate(_key=Value(key, output_field=CharField()))
        .values("_key")
        .annotate(_number=Count("pk"))
        .values_list("_key", "_number")
        for key, query in rows
    ]
    first, *others = each
    # A count over a constant key has a row even where nothing was found.
    return {key: number for key, number in first.union(*others, all=True).order_by() if number}


def _rows(table: TableDeclaration) -> QuerySet[Any]:
    rows: QuerySet[Any] = apps.get_model(table.model)._base_manager.all()
    return rows
