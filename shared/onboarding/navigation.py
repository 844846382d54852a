"""What on- and off-boardings add to menu and start page of the public host."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kisi.core.access import Permission
from kisi.ui.registry import MenuEntry, StartAction, StartCard, declare
from shared.onboarding.listing import JobRow, job_rows
from shared.onboarding.vocabulary import OPEN_STATUSES, JobStatus

SHOWN = 6


def jobs_that_need_a_look(_request: HttpRequest) -> dict[str, Any]:
    """What failed, what moves, and what was done last."""
    rows = job_rows()
    failed = [row for row in rows if row.status == JobStatus.FAILED]
    moving = [row for row in rows if row.status in OPEN_STATUSES]
    last: list[JobRow] = [row for row in rows if row not in failed and row not in moving]
    shown = [*failed, *moving, *last][:SHOWN]
    return {"rows": shown, "failed": len(failed), "moving": len(moving)}


declare(
    MenuEntry(
        key="onboardings",
        label=_("Aufnahmen"),
        icon="group_add",
        url_name="onboarding:jobs",
        group="state",
        order=25,
        permission=Permission.MUNICIPALITIES_VIEW,
        place="central",
    ),
    StartAction(
        key="onboard",
        label=_("Kommune aufnehmen"),
        icon="add",
        url_name="onboarding:choose",
        order=10,
        permission=Permission.MUNICIPALITIES_MANAGE,
        place="central",
    ),
    StartCard(
        key="onboardings",
        title=_("Aufnahmen und Verabschiedungen"),
        template="onboarding/card.html",
        build=jobs_that_need_a_look,
        order=20,
        span=6,
        permission=Permission.MUNICIPALITIES_VIEW,
        place="central",
        late=True,
    ),
)
