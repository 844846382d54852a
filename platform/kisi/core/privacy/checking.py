"""Whether a declaration fits its model: asked by a test for every model there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models

from kisi.core.privacy.declaring import Remains, Row, TableDeclaration

ACCOUNT = "accounts.User"


def problems_of(model: type[models.Model], table: TableDeclaration | None) -> list[str]:
    """What is wrong or missing, each with what to do."""
    label = model._meta.label
    if table is None:
        return [
            f"{label} is not declared: say in the privacy.py of its app (for a library's model: of the app that uses"
            " it) what it holds about people – holds(…) – or impersonal(…) with all its fields."
        ]
    fields = {field.name: field for field in (*model._meta.concrete_fields, *model._meta.many_to_many)}
    return [
        *_undeclared(label, table, fields),
        *_unknown(label, table, fields),
        *_called_free(label, table, fields),
        *_not_emptied(label, table, fields),
    ]


def _undeclared(label: str, table: TableDeclaration, fields: dict[str, Any]) -> Iterator[str]:
    for name in sorted(fields.keys() - table.fields):
        yield (
            f"{label}.{name} is not declared: add it in the app's privacy.py, to personal= with its category and what"
            " remains when it is erased, or to the fields that hold nothing about a person."
        )


def _unknown(label: str, table: TableDeclaration, fields: dict[str, Any]) -> Iterator[str]:
    for name in sorted(table.fields - fields.keys()):
        yield f"{label}.{name} is declared in a privacy.py, and the model has no such field (any more)."


def _called_free(label: str, table: TableDeclaration, fields: dict[str, Any]) -> Iterator[str]:
    """What is obviously about a person cannot be called free; a table that says why (``remark``) may."""
    for name in sorted(table.free & fields.keys()):
        field = fields[name]
        is_key = field.is_relation and field.related_model._meta.label == ACCOUNT
        if (is_key or isinstance(field, models.EmailField)) and not table.remark:
            yield f"{label}.{name} leads to a person and is declared free of personal data."


def _not_emptied(label: str, table: TableDeclaration, fields: dict[str, Any]) -> Iterator[str]:
    """What remains has to be possible: nothing remains of a row that goes, and nothing needs a place for nothing."""
    if not table.about:
        return
    for name, personal in table.personal.items():
        if table.row is Row.GOES:
            if personal.remains in {Remains.ANONYMOUS, Remains.UNCHANGED}:
                yield f"{label}.{name} is to remain in a row that goes: nothing can."
        elif personal.remains is Remains.NOTHING and name in fields and not can_be_empty(fields[name]):
            yield f"{label}.{name} cannot be empty, so that nothing remains of it."


def can_be_empty(field: Any) -> bool:
    """Whether a column can hold nothing: NULL or an empty text."""
    return bool(field.null) or bool(field.empty_strings_allowed)
