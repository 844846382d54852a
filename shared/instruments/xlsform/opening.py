"""Opening a spreadsheet that a stranger may have made: bombs, formulas, references are refused before it is read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from shared.instruments.xlsform.problems import BadSpreadsheet

MAX_BYTES: Final = 2_000_000
MAX_PARTS: Final = 200
MAX_UNPACKED: Final = 30_000_000
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 120
MAX_CELLS: Final = 100_000
MAX_CELL_LENGTH: Final = 10_000
MAX_SHEETS: Final = 20
_SHEET: Final = re.compile(r"^xl/worksheets/[^/]+\.xml$")
_REFERENCE: Final = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")


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
    _inspect(content)
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


def _inspect(content: bytes) -> None:
    """Refuse a dangerous file by looking at its parts, without building anything from them."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _inspect_archive(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        if isinstance(error, BadSpreadsheet):
            raise
        raise BadSpreadsheet.of(_("Das ist keine Excel-Datei (.xlsx).")) from error


def _inspect_archive(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise BadSpreadsheet.of(_("Die Datei ist ausgepackt zu groß."))
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise BadSpreadsheet.of(_("Das ist keine Excel-Datei (.xlsx)."))
    if any("vbaproject" in name.lower() for name in names):
        raise BadSpreadsheet.of(_("Die Datei enthält Makros. Speichern Sie sie ohne Makros als .xlsx."))
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise BadSpreadsheet.of(_("Die Datei verweist auf andere Dateien. Bitte entfernen Sie die Verknüpfungen."))
    cells = 0
    for name in sorted(names):
        if name.endswith((".xml", ".rels", ".vml")):
            with archive.open(name) as part:
                cells += _inspect_part(name, part)
        if cells > MAX_CELLS:
            raise BadSpreadsheet.of(_("Die Tabelle ist zu groß: höchstens 100.000 Zellen."))


def _inspect_part(name: str, part: Any) -> int:
    """How many cells a part holds; refuses entities, references to elsewhere, formulas, too many rows or columns."""
    cells = 0
    try:
        for _event, element in iterparse(part, events=("end",), forbid_dtd=True):
            tag = element.tag.rsplit("}", 1)[-1]
            if tag == "Relationship" and element.get("TargetMode", "").lower() == "external":
                raise BadSpreadsheet.of(_("Die Datei enthält Links nach außen. Bitte entfernen Sie die Links."))
            if _SHEET.match(name):
                cells += _inspect_cell(tag, element)
            if tag in {"c", "row", "si"}:
                element.clear()
            if cells > MAX_CELLS:
                return cells
    except (DefusedXmlException, ParseError) as error:
        raise BadSpreadsheet.of(_("Die Datei ist beschädigt oder enthält Unerlaubtes.")) from error
    return cells


def _inspect_cell(tag: str, element: Any) -> int:
    if tag == "row" and _number(element.get("r", "1")) > MAX_ROWS:
        raise BadSpreadsheet.of(_("Die Tabelle hat zu viele Zeilen: höchstens 5.000."))
    if tag != "c":
        return 0
    reference = element.get("r", "A1")
    found = _REFERENCE.match(reference)
    if found is None or _number(found.group(2)) > MAX_ROWS:
        raise BadSpreadsheet.of(_("Die Tabelle hat zu viele Zeilen: höchstens 5.000."))
    if _column_number(found.group(1)) > MAX_COLUMNS:
        raise BadSpreadsheet.of(_("Die Tabelle hat zu viele Spalten: höchstens 120."))
    if any(child.tag.endswith("}f") or child.tag == "f" for child in element):
        words = _("In Zelle %(cell)s steht eine Formel. Bitte ersetzen Sie sie durch ihren Wert.")
        raise BadSpreadsheet.of(words % {"cell": reference}, row=_number(found.group(2)))
    return 1


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else MAX_ROWS + 1


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


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
        values = [_text(value, sheet.title, number) for value in row]
        if any(values):
            yield number, values


def _text(value: Any, sheet: str, row: int) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).replace("\r\n", "\n").strip()
    if "\x00" in text or len(text) > MAX_CELL_LENGTH:
        raise BadSpreadsheet.of(_("Ein Text ist zu lang oder enthält Zeichen, die kein Text sind."), sheet, row)
    return text
