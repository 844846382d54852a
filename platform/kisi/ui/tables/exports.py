"""Lists as files: CSV in the way German spreadsheets read it, or a spreadsheet – and never a formula.

Whoever takes a list away leaves a trace. The composition root says in `KISI_UI_EXPORTED` (dotted path of
`(request, Export) -> None`) who keeps it; the file goes out only when that has been done.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.module_loading import import_string

from kisi.ui.tables.listing import FORMAT, Listing
from kisi.ui.tables.spreadsheets import xlsx_bytes
from kisi.ui.templatetags.kisi_ui import day

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "＝", "＋", "－", "＠")


def safe_text(text: str) -> str:
    """Text a spreadsheet cannot take for a formula (ASVS V1.2.10): an apostrophe goes before a risky start."""
    is_risky = text.lstrip(" \u00a0\ufeff").startswith(FORMULA_STARTS)
    return f"'{text}" if is_risky else text


def csv_value(value: Any) -> str:
    """One value as CSV text: numbers with a decimal comma, dates as 22.11.2026, everything else made safe."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, int | float | Decimal):
        return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value).replace(".", ",")
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return day(value)
    return safe_text(str(value))


def csv_text(heading: list[str], rows: Any) -> str:
    """Semicolons, quoted, CRLF, with a byte order mark so that umlauts arrive."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([safe_text(cell) for cell in heading])
    for row in rows:
        writer.writerow([csv_value(value) for value in row])
    return "\ufeff" + out.getvalue()


@dataclass(frozen=True)
class Export:
    """A list that is taken away: its key and caption, the kind of file, how many rows, and by what it was filtered.

    `filters` are words as on screen (field → value).
    """

    key: str
    caption: str
    kind: str
    rows: int
    filters: Mapping[str, str]


def export_asked(request: HttpRequest) -> str:
    """The kind of file a request asks for (`csv`, `xlsx`), or "" for the page."""
    asked = request.GET.get(FORMAT, "")
    return asked if asked in FILES else ""


def export_answer(kind: str, listing: Listing) -> HttpResponse:
    """The whole list, filtered and sorted as on screen, as a file of this kind (see `export_asked`).

    Not streamed: the rows must be read while the request still stands in its municipality.
    """
    caption, rows = str(listing.table.caption), list(listing.values())
    content_type, write = FILES[kind]
    content = write(caption, _heading(listing), rows)
    if path := getattr(settings, "KISI_UI_EXPORTED", ""):
        taken = Export(listing.table.key, caption, kind, len(rows), listing.filters_in_words)
        import_string(path)(listing.request, taken)
    return _file(listing, kind, content_type, content)


def _heading(listing: Listing) -> list[str]:
    return [str(column.label) for column in listing.table.columns]


def _file(listing: Listing, ending: str, content_type: str, content: bytes) -> HttpResponse:
    name = re.sub(r"[^a-z0-9-]+", "-", listing.table.key.lower()).strip("-") or "liste"
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _csv(_caption: str, heading: list[str], rows: Any) -> bytes:
    return csv_text(heading, rows).encode()


Writer = Callable[[str, list[str], Any], bytes]
FILES: Final[dict[str, tuple[str, Writer]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_bytes),
}
