"""Needs somebody is responsible for: who leaves hands them over."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.core.actors import Actor
from kisi.core.open_work import OpenWork, declare_open_work
from tenants.needs import actions
from tenants.needs.queries import open_needs_of


def count(user_id: int) -> int:
    """Needs of a person that are not settled."""
    return open_needs_of(user_id).count()


def hand_over(from_id: int, to_id: int, by: Actor) -> int:
    """Give them to somebody else."""
    return actions.hand_over(from_id=from_id, to_id=to_id, by=by)


declare_open_work(OpenWork("needs.responsible", _("Bedarfe"), count, hand_over, Permission.NEEDS_EDIT))
