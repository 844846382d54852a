"""Reading a need for change, and how the trail names it."""

from __future__ import annotations

from tenants.needs.models import Need


def locked(need: Need) -> Need:
    """The present row, locked until the commit. Raises ``Need.DoesNotExist``."""
    return Need.objects.present().select_for_update(of=("self",)).get(pk=need.pk)


def reference(need: Need) -> str:
    """How the trail names a need."""
    return f"needs.need:{need.pk}"
