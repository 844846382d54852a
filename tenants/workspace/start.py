"""What this app puts on the start page."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone

from tenants.workspace.models import ChecklistEntry
from tenants.workspace.vocabulary import EntryState

SHOWN: Final = 5


def checklist_card(request: HttpRequest) -> dict[str, Any] | None:
    """The list a person works through: how far it is and what comes next; nothing where there is none. One query."""
    entries = list(
        ChecklistEntry.objects.filter(checklist__user_id=request.user.pk or 0, checklist__dismissed_at=None)
        .select_related("checklist")
        .order_by("checklist__started_on", "checklist_id", "due_on", "position")
    )
    if not entries:
        return None
    checklist = entries[0].checklist
    own = [entry for entry in entries if entry.checklist_id == checklist.pk]
    still_open = [entry for entry in own if entry.state == EntryState.OPEN]
    return {
        "checklist": checklist,
        "next": still_open[:SHOWN],
        "settled": len(own) - len(still_open),
        "total": len(own),
        "is_complete": not still_open,
        "today": timezone.localdate(),
    }
