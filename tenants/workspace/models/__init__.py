"""What a municipality says about itself, and people's checklists."""

from tenants.workspace.models.checklist import SEARCH, Checklist, ChecklistEntry
from tenants.workspace.models.settings import ONLY_ROW, WorkspaceSettings

__all__ = ["ONLY_ROW", "SEARCH", "Checklist", "ChecklistEntry", "WorkspaceSettings"]
