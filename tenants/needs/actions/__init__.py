"""Everything that changes needs."""

from tenants.needs.actions.deciding import decide
from tenants.needs.actions.evidence import add_evidence, remove_evidence, restore_evidence
from tenants.needs.actions.merging import merge, separate
from tenants.needs.actions.needs import add_need, change_need, hand_over, remove_need, restore_need
from tenants.needs.actions.settings import change_settings

__all__ = [
    "add_evidence", "add_need", "change_need", "change_settings", "decide", "hand_over", "merge", "remove_evidence",
    "remove_need", "restore_evidence", "restore_need", "separate",
]  # fmt: skip
