"""Cells of lists put together without a template: a list has hundreds of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

if TYPE_CHECKING:
    from kisi.ui.tables.listing import Cell

PILL: Final = '<span class="k-status{}"><span class="k-status__text">{}</span></span>'
"""The same as the component ``c-ui.status``."""


def draw_cell(cell: Cell, *, names_the_row: bool) -> SafeString:
    """One cell of a row; the first is its heading, the others say on a phone what they are."""
    shown = _shown(cell)
    sub = format_html('<span class="k-sub">{}</span>', localize(cell.sub)) if cell.sub else ""
    if names_the_row:
        return format_html('<th scope="row" role="rowheader">{}{}</th>', shown, sub)
    css = SafeString(' class="k-table__number"') if cell.column.number else ""
    label = capfirst(str(cell.column.label))
    return format_html('<td role="cell" data-label="{}"{}>{}{}</td>', label, css, shown, sub)


def _shown(cell: Cell) -> SafeString:
    if cell.status is not None:
        kind = f" k-status--{cell.status.kind}" if cell.status.kind else ""
        return format_html(PILL, kind, cell.status.label)
    if cell.url:
        return format_html('<a class="k-table__link" href="{}">{}</a>', cell.url, localize(cell.value))
    return format_html("{}", localize(cell.value))
