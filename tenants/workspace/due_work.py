"""What is due on people's checklists."""

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.core.due_work import DueWork, declare_due_work
from tenants.workspace.queries import due_entries

declare_due_work(
    DueWork(
        key="workspace.checklists",
        label=_("Checkliste"),
        icon="checklist",
        items=due_entries,
        permission=Permission.CHECKLISTS_KEEP,
    )
)
