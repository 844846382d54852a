"""The history of a need as a time line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from kisi.ui.parts import Happening
from tenants.needs.models import Decision, Need
from tenants.needs.vocabulary import NeedState

ICONS: Final = {
    NeedState.STATED: "flag",
    NeedState.DECIDED: "gavel",
    NeedState.IN_WORK: "work",
    NeedState.MET: "check_circle",
    NeedState.DROPPED: "cancel",
}


def happenings(decisions: Iterable[Decision], need: Need) -> list[Happening]:
    """Decisions as the time line takes them; those of merged needs say where they were made."""
    return [
        Happening(
            _title(one, need), one.decided_at, ICONS.get(NeedState(one.state), "history"), one.reason, one.decided_by
        )
        for one in decisions
    ]


def _title(decision: Decision, need: Need) -> str:
    state = str(decision.get_state_display())
    parts = [state[:1].upper() + state[1:]]
    if decision.priority:
        parts.append(_("Priorität: %(priority)s") % {"priority": decision.get_priority_display()})
    if decision.need_id != need.pk:
        parts.append(_("zu „%(title)s“") % {"title": decision.need.title})
    return " · ".join(parts)
