"""Lists as spreadsheets (XLSX). Text is written as text: no cell can be a formula or a link (T26)."""

import io
import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from django.utils import timezone

OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LONGEST_TEXT: Final = 32_767
"""What a cell may hold; a longer text is cut."""
EXACT: Final = 10**15
"""Larger whole numbers lose digits in a spreadsheet, so they are written as text."""
MOST_PLACES: Final = 4
WIDTHS: Final = (8, 60)


def xlsx_bytes(title: str, heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet with a bold heading that stays in sight, numbers as numbers and dates as dates."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, OPTIONS) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold = book.add_format({"bold": True, "bottom": 1})
        formats = {
            "day": book.add_format({"num_format": "dd.mm.yyyy"}),
            "time": book.add_format({"num_format": "dd.mm.yyyy hh:mm"}),
            "0 places": None,
        }
        formats |= {f"{n} places": book.add_format({"num_format": f"0.{'0' * n}"}) for n in range(1, MOST_PLACES + 1)}
        widths = [len(text) for text in heading]
        for column, text in enumerate(heading):
            sheet.write_string(0, column, _text(text), bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                widths[column] = max(widths[column], _write(sheet, last, column, value, formats))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(max(width + 2, WIDTHS[0]), WIDTHS[1]))
        sheet.freeze_panes(1, 0)
        if heading:
            sheet.autofilter(0, 0, last, len(heading) - 1)
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> int:
    """Write one value by its type; how many characters wide it is."""
    if value is None or value == "":
        return 0
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, _local(value), formats["time"])
        return 16
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["day"])
        return 10
    if _is_number(value):
        sheet.write_number(row, column, value, formats[f"{_places(value)} places"])
        return len(str(value))
    text = _text({True: "ja", False: "nein"}[value] if isinstance(value, bool) else str(value))
    sheet.write_string(row, column, text)
    return len(text)


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    return math.isfinite(value) and -EXACT < value < EXACT


def _places(value: float | Decimal) -> int:
    """The decimals a number is to be shown with; other numbers than decimal ones are shown as they come."""
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return min(-exponent, MOST_PLACES) if isinstance(exponent, int) and exponent < 0 else 0


def _local(value: datetime) -> datetime:
    """A time as the clock on the wall shows it: spreadsheets know no time zones."""
    return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value


def _text(text: str) -> str:
    return text[:LONGEST_TEXT]


def _sheet_name(title: str) -> str:
    """At most 31 characters, none of those a sheet's name may not have."""
    name = "".join(" " if char in "[]:*?/\\'" else char for char in title).strip()
    return name[:31].strip() or "Liste"
