"""Everything that changes the public pages."""

from tenants.site.actions.feedback import delete_old_feedback, give_feedback, set_answered
from tenants.site.actions.logo import remove_logo, set_logo
from tenants.site.actions.settings import change_settings
from tenants.site.actions.texts import write_text

__all__ = [
    "change_settings",
    "delete_old_feedback",
    "give_feedback",
    "remove_logo",
    "set_answered",
    "set_logo",
    "write_text",
]
