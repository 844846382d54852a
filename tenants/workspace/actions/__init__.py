"""Verbs of this app."""

from tenants.workspace.actions.checklists import (
    dismiss_checklist,
    hand_over_checklists,
    restore_checklist,
    settle_entry,
    start_checklist,
)
from tenants.workspace.actions.settings import change_settings

__all__ = [
    "change_settings", "dismiss_checklist", "hand_over_checklists", "restore_checklist", "settle_entry",
    "start_checklist",
]  # fmt: skip
