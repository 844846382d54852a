"""Opening a spreadsheet that a stranger may have made; it was looked into before."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from shared.instruments.xlsform.inspecting import MAX_COLUMNS, MAX_ROWS, inspect
from shared.instruments.xlsform.problems import BadSpreadsheet

MAX_BYTES: Final = 2_000_000
MAX_CELL_LENGTH: Final = 10_000
MAX_SHEETS: Final = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its number as the spreadsheet shows it, and its cells by the heading of their column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its headings and non-empty rows."""

    name: str
    headings: list[str]
    lines: list[Line]


def open_workbook(content: bytes) -> dict[str, Sheet]:
    """The sheets by their names in lower case. Raises ``BadSpreadsheet``."""
    if len(content) > MAX_BYTES:
        raise BadSpreadsheet.of(_("Die Datei ist zu groß: höchstens 2 MB."))
    inspect(content)
    import openpyxl  # reason: a quarter of a second, which every process would pay at its start

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        if len(book.sheetnames) > MAX_SHEETS:
            raise BadSpreadsheet.of(_("Die Datei hat zu viele Blätter."))
        return {sheet.title.strip().lower(): _sheet(sheet) for sheet in book.worksheets}
    except BadSpreadsheet:
        raise
    # openpyxl has no exception of its own for a broken file: KeyError, TypeError, ValueError … all occur.
    except Exception as error:
        raise BadSpreadsheet.of(
            _("Die Datei lässt sich nicht öffnen. Speichern Sie sie noch einmal als .xlsx.")
        ) from error


def _sheet(sheet: Any) -> Sheet:
    sheet.reset_dimensions()  # what the file says about its size is not to be believed
    rows = _rows(sheet)
    headings: list[str] = []
    lines: list[Line] = []
    for number, values in rows:
        if not headings:
            headings = [value.strip() for value in values]
            continue
        cells = {name: value for name, value in zip(headings, values, strict=False) if name and value}
        if cells:
            lines.append(Line(number, cells))
    return Sheet(sheet.title, headings, lines)


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_ROWS, values_only=True), start=1):
        values = [_text(value, sheet.title, number, place) for place, value in enumerate(row, start=1)]
        if any(values):
            yield number, values


def _text(value: Any, sheet: str, row: int, column: int) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).replace("\r\n", "\n").strip()
    if "\x00" in text or len(text) > MAX_CELL_LENGTH:
        from openpyxl.utils import get_column_letter  # reason: as above, not at the start of every process

        words = _("Ein Text ist zu lang oder enthält Zeichen, die kein Text sind.")
        raise BadSpreadsheet.of(words, sheet, row, get_column_letter(column))
    return text
