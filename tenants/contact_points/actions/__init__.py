"""Everything that changes contact points and their hours."""

from tenants.contact_points.actions.contact_points import (
    add_contact_point,
    change_contact_point,
    remove_contact_point,
    restore_contact_point,
)
from tenants.contact_points.actions.hours import add_exception, remove_exception, restore_exception, set_office_hours

__all__ = [
    "add_contact_point",
    "add_exception",
    "change_contact_point",
    "remove_contact_point",
    "remove_exception",
    "restore_contact_point",
    "restore_exception",
    "set_office_hours",
]
