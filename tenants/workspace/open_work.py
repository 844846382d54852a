"""What is open on people's checklists."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.core.actors import Actor
from kisi.core.open_work import OpenWork, declare_open_work
from tenants.workspace.actions import hand_over_checklists
from tenants.workspace.queries import open_entries


def count(user_id: int) -> int:
    """Open entries of a person."""
    return open_entries(user_id).count()


def hand_over(from_id: int, to_id: int, by: Actor) -> int:
    """Give them to somebody else."""
    return hand_over_checklists(from_id=from_id, to_id=to_id, by=by)


declare_open_work(
    OpenWork("workspace.checklists", _("Einträge von Checklisten"), count, hand_over, Permission.CHECKLISTS_KEEP)
)
