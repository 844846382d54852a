"""What a new guide finds: the municipality's checklist for newcomers."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.core.actors import SYSTEM, Actor
from kisi.core.newcomers import welcomes
from kisi.core.roles import Role
from kisi.notifications.actions import notify
from tenants.workspace.actions import start_checklist
from tenants.workspace.models import WorkspaceSettings
from tenants.workspace.queries import newest_checklist


@welcomes("workspace.checklist")
def give_checklist(user_id: int, role: str, by: Actor) -> None:
    """Start the list on the day the guide starts, and say so."""
    if role != Role.GUIDE:
        return
    adopted = newest_checklist(WorkspaceSettings.current().newcomer_checklist)
    if adopted is None:
        return
    checklist = start_checklist(
        user_id=user_id,
        key=adopted.template_key,
        version=adopted.version,
        title=adopted.title,
        content=adopted.content,
        started_on=timezone.localdate(),
        by=by,
    )
    notify(
        recipients=[user_id],
        kind="workspace.checklist_ready",
        title=_("Willkommen! Ihre Checkliste für die ersten Wochen liegt bereit."),
        text=checklist.title,
        url=f"/checklisten/{checklist.pk}/",
        key=f"workspace.checklist:{checklist.pk}",
        by=SYSTEM,
    )
