"""Lists as files. CSV in the way German spreadsheets read it, and never a formula."""

import csv
import io
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from kisi.ui.tables.listing import Listing
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
        return str(value).replace(".", ",")
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


def csv_answer(listing: Listing) -> HttpResponse:
    """The whole list, filtered and sorted as on screen.

    Not streamed: the rows must be read while the request still stands in its municipality.
    """
    heading = [str(column.label) for column in listing.table.columns]
    name = re.sub(r"[^a-z0-9-]+", "-", listing.table.key.lower()).strip("-") or "liste"
    response = HttpResponse(csv_text(heading, listing.values()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
