"""Reports of barriers as a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.ui.tables import Column, Status, Table
from tenants.site.models import AccessibilityFeedback


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """One report."""

    title: str
    created_at: datetime
    page: str
    state: Status
    is_answered: bool
    url: str


FEEDBACK: Final = Table(
    key="rueckmeldungen",
    caption=gettext_lazy("Rückmeldungen zur Barrierefreiheit"),
    default_order="-created_at",
    columns=(
        Column(key="title", label=gettext_lazy("Meldung"), link=lambda row: row.url),
        Column(key="created_at", label=gettext_lazy("Eingegangen"), order_by=("created_at",)),
        Column(key="page", label=gettext_lazy("Seite")),
        Column(key="state", label=gettext_lazy("Stand"), order_by=("is_answered", "created_at")),
    ),
    empty_title=gettext_lazy("Keine Rückmeldungen"),
    empty_text=gettext_lazy("Wenn jemand auf Ihrer öffentlichen Seite eine Barriere meldet, steht das hier."),
)


def feedback_rows() -> list[FeedbackRow]:
    """All reports that are still kept."""
    return [_row(report) for report in AccessibilityFeedback.objects.order_by("-pk")]


def _row(report: AccessibilityFeedback) -> FeedbackRow:
    done = report.answered_at is not None
    return FeedbackRow(
        title=_("Rückmeldung %(number)s") % {"number": report.pk},
        created_at=timezone.localtime(report.created_at),
        page=report.page,
        state=Status(_("erledigt"), "ok") if done else Status(_("offen"), "warn"),
        is_answered=done,
        url=reverse("site:feedback_detail", args=[report.pk]),
    )
