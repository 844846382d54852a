"""Evidence and decisions in words, for templates."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from kisi.ui.parts import Happening
from tenants.needs.models import Decision, Evidence, Need
from tenants.needs.vocabulary import NeedState
from tenants.needs.wording import figures_of
from tenants.results.labels import percent

register = template.Library()

ICONS = {
    NeedState.STATED: "flag",
    NeedState.DECIDED: "gavel",
    NeedState.IN_WORK: "work",
    NeedState.MET: "check_circle",
    NeedState.DROPPED: "cancel",
}


@register.filter
def figures(evidence: Evidence) -> str:
    """Numbers, source and day of evidence in a line."""
    return figures_of(evidence)


@register.filter
def in_percent(value: float) -> str:
    """A share from 0 to 1 as „43 %“."""
    return percent(value)


@register.filter
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
