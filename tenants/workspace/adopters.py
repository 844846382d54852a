"""What an adopted checklist becomes: a list for every guide who is still new."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from kisi.core.actors import Actor
from kisi.core.adoption import TemplateCopy, adopts
from kisi.core.roles import Role
from tenants.workspace.actions import start_checklist
from tenants.workspace.models import WorkspaceSettings


@adopts("checklist")
def adopt_checklist(copy: TemplateCopy, by: Actor) -> None:
    """Give the list for newcomers to guides who began a short while ago; others begin lists themselves."""
    settings = WorkspaceSettings.current()
    if copy.key != settings.newcomer_checklist:
        return
    since = timezone.now() - timedelta(days=settings.newcomer_days)
    for guide in get_user_model().objects.filter(role=Role.GUIDE, is_active=True, created_at__gte=since):
        start_checklist(
            user_id=guide.pk,
            key=copy.key,
            version=copy.version,
            title=copy.title,
            content=copy.content,
            started_on=timezone.localdate(guide.created_at),
            by=by,
        )
