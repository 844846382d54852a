"""Lists that are taken away as files stand in the trail, wherever in the platform they are (``KISI_UI_EXPORTED``)."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest

from kisi.audit.actions import record_read
from kisi.core.actors import Actor
from kisi.ui.tables.exports import Export

EVENT: Final = "audit.list_exported"
LONGEST: Final = 200
"""Characters of what somebody typed into one field of a filter."""
NOBODY: Final = Actor("system", "", "ohne Anmeldung")


def record_export(request: HttpRequest, taken: Export) -> None:
    """Who took which list, filtered by what, how many rows, as what kind of file."""
    user: Any = request.user
    record_read(
        EVENT,
        by=getattr(user, "actor", NOBODY),
        subject=f"audit.list:{taken.key}",
        details={
            "name": taken.caption,
            "address": request.path[:LONGEST],
            "format": taken.kind,
            "rows": taken.rows,
            "filters": {field[:LONGEST]: value[:LONGEST] for field, value in taken.filters.items()},
        },
    )
