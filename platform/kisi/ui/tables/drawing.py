"""Cells of lists put together without a template: a list has hundreds of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.formats import localize
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from kisi.ui.markup import escaped
from kisi.ui.tables.columns import Column

if TYPE_CHECKING:
    from kisi.ui.tables.listing import Cell


def cell_starts(columns: Sequence[Column]) -> list[str]:
    """How the cells of every row begin: the first is its heading, the others say on a phone what they are."""
    return [_start(column, names_the_row=not number) for number, column in enumerate(columns)]


def _start(column: Column, *, names_the_row: bool) -> str:
    if names_the_row:
        return '<th scope="row" role="rowheader">'
    css = ' class="k-table__number"' if column.number else ""
    return f'<td role="cell" data-label="{escaped(capfirst(str(column.label)))}"{css}>'


def draw_cells(cells: Sequence[Cell], starts: Sequence[str]) -> SafeString:
    """The cells of one row; ``starts`` are those of its columns."""
    drawn = [
        f"{start}{_shown(cell)}{_sub(cell)}{'</td>' if number else '</th>'}"
        for number, (cell, start) in enumerate(zip(cells, starts, strict=True))
    ]
    return SafeString("\n".join(drawn))


def _shown(cell: Cell) -> str:
    """The value; a pill is the same as the component ``c-ui.status``."""
    if (status := cell.status) is not None:
        kind = f" k-status--{escaped(status.kind)}" if status.kind else ""
        return f'<span class="k-status{kind}"><span class="k-status__text">{escaped(status.label)}</span></span>'
    value = escaped(localize(cell.value))
    return f'<a class="k-table__link" href="{escaped(cell.url)}">{value}</a>' if cell.url else value


def _sub(cell: Cell) -> str:
    return f'<span class="k-sub">{escaped(localize(cell.sub))}</span>' if cell.sub else ""
