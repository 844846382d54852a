"""On- and off-boardings as one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kisi.ui.tables import Column, Filtered, Table, filter_rows
from kisi.ui.tables import Status as Pill
from shared.municipalities.register.ordering import german_sort_key
from shared.onboarding.forms import JobFilterForm
from shared.onboarding.models import Job, Offboarding, Onboarding
from shared.onboarding.progress import TITLES, pill_of, url_of

NEWEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job."""

    name: str
    ags: str
    kind: str
    kind_label: str
    status: str
    pill: Pill
    created_at: datetime
    finished_at: datetime | None
    requested_by: str
    url: str

    @property
    def sort_key(self) -> str:
        """What to sort the name by."""
        return german_sort_key(self.name)

    @property
    def pill_label(self) -> str:
        """What to sort the status by."""
        return str(self.pill)


JOBS: Final = Table(
    key="aufnahmen",
    caption=_("Aufnahmen und Verabschiedungen"),
    default_order="-created_at",
    columns=(
        Column(
            key="name", label=_("Kommune"), order_by=("sort_key",), link=lambda row: row.url, sub=lambda row: row.ags
        ),
        Column(key="kind_label", label=_("Art"), order_by=("kind_label", "sort_key")),
        Column(key="pill", label=_("Status"), order_by=("pill_label", "sort_key")),
        Column(key="created_at", label=_("begonnen"), order_by=("created_at",)),
        Column(key="finished_at", label=_("beendet"), order_by=("finished_at",)),
        Column(key="requested_by", label=_("veranlasst von")),
    ),
    empty_title=_("Noch keine Aufnahme"),
    empty_text=_("Nehmen Sie die erste Kommune auf; hier sehen Sie dann, wie weit sie ist."),
)


def job_rows(*kinds: type[Onboarding] | type[Offboarding]) -> list[JobRow]:
    """The newest jobs of both kinds, or of the one named (central realm)."""
    jobs: list[Job] = [job for kind in kinds or (Onboarding, Offboarding) for job in kind.objects.all()[:NEWEST]]
    return [_row(job) for job in sorted(jobs, key=lambda job: job.created_at, reverse=True)]


def _row(job: Job) -> JobRow:
    is_onboarding = isinstance(job, Onboarding)
    return JobRow(
        name=job.name,
        ags=job.ags,
        kind="onboarding" if is_onboarding else "offboarding",
        kind_label=str(TITLES[is_onboarding]),
        status=job.status,
        pill=pill_of(job.status),
        created_at=timezone.localtime(job.created_at),
        finished_at=timezone.localtime(job.finished_at) if job.finished_at else None,
        requested_by=job.requested_by_label,
        url=url_of(job),
    )


def job_filter(data: Any, rows: Sequence[JobRow]) -> Filtered:
    """The jobs that pass the filter bar of a request."""
    return filter_rows(JobFilterForm(data), rows, words_in=("name", "ags", "kind_label", "requested_by"))
