"""A protected cross-tab as people see it, and as a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kisi.ui.charts.numbers import german_number
from kisi.ui.tables import Column, Table
from shared.instruments.definition import Question
from tenants.results.computing.protection import ProtectedTable
from tenants.results.labels import group_label, percent, question_text, row_label


@dataclass(frozen=True, slots=True)
class ShownTable:
    """Headings and lines ready to be drawn; a cell is (number, share), both "" where it is protected."""

    title: str
    heads: list[tuple[str, str]]
    lines: list[tuple[str, list[tuple[str, str]]]]
    has_hidden: bool
    is_empty: bool


def shown(safe: ProtectedTable, question: Question, by: str) -> ShownTable:
    """The table for the page: a column's share is of its own answers."""
    heads = [(group_label(by, key), german_number(safe.totals[key])) for key in safe.columns]
    lines = []
    for row in safe.rows:
        cells = []
        for column in safe.columns:
            number = safe.shown(row, column)
            cells.append(("", "") if number is None else (german_number(number), percent(number / safe.totals[column])))
        lines.append((row_label(question, row), cells))
    return ShownTable(question_text(question), heads, lines, bool(safe.hidden), safe.is_empty)


def file_of(safe: ProtectedTable, question: Question, by: str) -> tuple[Table, list[dict[str, Any]]]:
    """The same table as a file; protected cells say so."""

    def column(key: str) -> Column:
        return Column(key=f"group-{key}", label=group_label(by, key), value=lambda line: line["cells"][key])

    columns = [Column(key="answer", label=question_text(question), value=lambda line: line["answer"])]
    columns += [column(key) for key in safe.columns]
    rows: list[dict[str, Any]] = [{"answer": _("Antworten"), "cells": dict(safe.totals)}]
    for row in safe.rows:
        numbers = {key: safe.shown(row, key) for key in safe.columns}
        cells = {key: _("geschützt") if number is None else number for key, number in numbers.items()}
        rows.append({"answer": row_label(question, row), "cells": cells})
    return Table(key="kreuztabelle", caption=_("Kreuztabelle"), columns=columns), rows
