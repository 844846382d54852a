"""Looking into a spreadsheet without building anything from it: bombs, formulas, references are refused.

Everything is refused under the name of its sheet, as far as the file still tells which part is which sheet.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse
from django.utils.translation import gettext as _

from shared.instruments.xlsform.problems import BadSpreadsheet

MAX_PARTS: Final = 200
MAX_UNPACKED: Final = 30_000_000
MAX_CELLS: Final = 100_000
MAX_ELEMENTS: Final = 5 * MAX_CELLS
MAX_OTHER_ELEMENTS: Final = 50_000
"""XML elements of a part: whoever reads it builds something of each, whatever its bytes are."""
MAX_BOOK: Final = 500_000
"""Bytes of the list of sheets: it is read as a whole, and seldom has more than a few thousand."""
MAX_ROWS: Final = 5_000
MAX_COLUMNS: Final = 120
_BOOK: Final = "xl/workbook.xml"
_STRINGS: Final = "xl/sharedStrings.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHEET: Final = re.compile(r"^xl/worksheets/[^/]+\.xml$")
_REFERENCE: Final = re.compile(r"^([A-Z]{1,3})([0-9]{1,7})$")


def inspect(content: bytes) -> None:
    """Refuse a dangerous file by looking at its parts. Raises ``BadSpreadsheet``."""
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
    if _BOOK not in names:
        raise BadSpreadsheet.of(_("Das ist keine Excel-Datei (.xlsx)."))
    if any("vbaproject" in name.lower() for name in names):
        raise BadSpreadsheet.of(_("Die Datei enthält Makros. Speichern Sie sie ohne Makros als .xlsx."))
    if any(name.startswith("xl/externalLinks/") for name in names):
        raise BadSpreadsheet.of(_("Die Datei verweist auf andere Dateien. Bitte entfernen Sie die Verknüpfungen."))
    titles, cells = _titles(archive), 0
    for name in sorted(names):
        if name.endswith((".xml", ".rels", ".vml")):
            with archive.open(name) as part:
                cells += _inspect_part(name, part, titles.get(name, ""))
        if cells > MAX_CELLS:
            raise BadSpreadsheet.of(_("Die Tabelle ist zu groß: höchstens 100.000 Zellen."))


def _titles(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part → title of the sheet in it; nothing where the file does not say, which opening it will find out."""
    try:
        targets = {one.get("Id"): one.get("Target", "") for one in _root(archive, _RELATIONS)}
        sheets = [one for one in _root(archive, _BOOK).iter() if one.tag.endswith("}sheet")]
    except (DefusedXmlException, ParseError, KeyError):
        return {}
    named = ((targets.get(one.get(_RELATION)) or "", one.get("name", "")) for one in sheets)
    return {target.removeprefix("/") if target[:1] == "/" else f"xl/{target}": title for target, title in named}


def _root(archive: zipfile.ZipFile, name: str) -> Element:
    if archive.getinfo(name).file_size > MAX_BOOK:
        raise KeyError(name)
    root: Element = fromstring(archive.read(name), forbid_dtd=True)
    return root


def _inspect_part(name: str, part: Any, title: str) -> int:
    """How many cells a part holds; refuses entities, references to elsewhere, formulas, too many rows or columns."""
    is_sheet, cells = bool(_SHEET.match(name)), 0
    most = MAX_ELEMENTS if is_sheet or name == _STRINGS else MAX_OTHER_ELEMENTS
    try:
        for number, (_event, element) in enumerate(iterparse(part, events=("end",), forbid_dtd=True)):
            if number > most:
                raise BadSpreadsheet.of(_("Die Datei ist ausgepackt zu groß."))
            tag = element.tag.rsplit("}", 1)[-1]
            if tag == "Relationship" and element.get("TargetMode", "").lower() == "external":
                raise BadSpreadsheet.of(_("Die Datei enthält Links nach außen. Bitte entfernen Sie die Links."))
            if is_sheet:
                cells += _inspect_cell(tag, element, title)
            if tag in {"c", "row", "si"}:
                element.clear()
            if cells > MAX_CELLS:
                return cells
    except (DefusedXmlException, ParseError) as error:
        raise BadSpreadsheet.of(_("Die Datei ist beschädigt oder enthält Unerlaubtes.")) from error
    return cells


def _inspect_cell(tag: str, element: Any, title: str) -> int:
    if tag == "row" and _number(element.get("r", "1")) > MAX_ROWS:
        raise BadSpreadsheet.of(_("Die Tabelle hat zu viele Zeilen: höchstens 5.000."), title)
    if tag != "c":
        return 0
    reference = element.get("r", "A1")
    found = _REFERENCE.match(reference)
    if found is None or _number(found.group(2)) > MAX_ROWS:
        raise BadSpreadsheet.of(_("Die Tabelle hat zu viele Zeilen: höchstens 5.000."), title)
    if _column_number(found.group(1)) > MAX_COLUMNS:
        raise BadSpreadsheet.of(_("Die Tabelle hat zu viele Spalten: höchstens 120."), title)
    if any(child.tag.endswith("}f") or child.tag == "f" for child in element):
        words = _("In Zelle %(cell)s steht eine Formel. Bitte ersetzen Sie sie durch ihren Wert.")
        raise BadSpreadsheet.of(words % {"cell": reference}, title, _number(found.group(2)), found.group(1))
    return 1


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 8 else MAX_ROWS + 1


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
