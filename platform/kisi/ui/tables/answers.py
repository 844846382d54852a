"""Answering a list: page, fragment for htmx, or file, from one call."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from kisi.ui.tables.columns import Table
from kisi.ui.tables.exports import export_answer, export_asked
from kisi.ui.tables.listing import Filter, Listing, Rows

FRAGMENT = "ui/tables/list.html"
BAD_FILTER = 422


def answer_table(
    request: HttpRequest,
    template: str,
    table: Table,
    rows: Rows,
    filtered: Filter | None = None,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page `template` with `list` in its context (draw it with `{% include "ui/tables/list.html" %}`).

    htmx gets the list alone, `?format=csv` or `xlsx` the file; a filter that cannot be read is answered with 422.
    """
    listing = Listing(request, table, rows, filtered)
    if (kind := export_asked(request)) and table.can_export and not listing.has_bad_filter:
        return export_answer(kind, listing)
    wanted = FRAGMENT if request.headers.get("HX-Target") == f"liste-{table.key}" else template
    status = BAD_FILTER if listing.has_bad_filter else 200
    response = TemplateResponse(request, wanted, {**(context or {}), "list": listing}, status=status)
    response["Vary"] = "HX-Target"
    return response
