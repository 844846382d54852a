"""What was decided about a template here, the latest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.ui.parts import Happening
from tenants.adoptions.models import Adoption, Decision
from tenants.adoptions.vocabulary import Choice

ICONS: Final = {Choice.ADOPT: "check_circle", Choice.KEEP: "bookmark", Choice.LATER: "schedule"}


def history_of(decisions: Sequence[Decision], copies: Iterable[Adoption]) -> list[Happening]:
    """Decisions, and adoptions that came without one: those of the day the municipality was set up."""
    decided = {decision.version for decision in decisions if decision.choice == Choice.ADOPT}
    adopted = [copy for copy in copies if copy.version not in decided]
    happenings = [_of_decision(decision) for decision in decisions] + [_of_adoption(adoption) for adoption in adopted]
    return sorted(happenings, key=lambda happening: happening.when, reverse=True)


def _of_decision(decision: Decision) -> Happening:
    title = {
        Choice.ADOPT: _("Fassung {number} übernommen"),
        Choice.KEEP: _("Fassung {number} nicht übernommen"),
        Choice.LATER: _("Entscheidung über Fassung {number} verschoben"),
    }[Choice(decision.choice)].format(number=decision.version)
    if decision.remind_on:
        title = _("{title} bis {day}").format(title=title, day=f"{decision.remind_on:%d.%m.%Y}")
    return Happening(
        title=title,
        when=timezone.localtime(decision.decided_at),
        icon=ICONS[Choice(decision.choice)],
        text=decision.reason,
        by=decision.decided_by,
    )


def _of_adoption(adoption: Adoption) -> Happening:
    return Happening(
        title=_("Fassung {number} übernommen").format(number=adoption.version),
        when=timezone.localtime(adoption.adopted_at),
        icon=ICONS[Choice.ADOPT],
        by=adoption.adopted_by,
    )
