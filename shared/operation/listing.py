"""The operation's lists: jobs, periodic tasks, rejected tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.tenancy.models import RejectedTask, TaskRun
from kisi.ui.tables import Column, Table
from kisi.ui.tables import Status as Pill

LABELS: Final = {
    "heartbeat": gettext_lazy("Lebenszeichen des Arbeitsprozesses"),
    "anchor_audit_trails": gettext_lazy("Prüfprotokolle verankern"),
    "sweep_accounts": gettext_lazy("Abgelaufene Konten-Daten aufräumen"),
    "sweep_mail": gettext_lazy("Liegengebliebene E-Mails verschicken"),
    "sweep_notices": gettext_lazy("Alte Hinweise aufräumen"),
    "keep_to_periods": gettext_lazy("Löschfristen von Konten, Einladungen und E-Mails einhalten"),
    "forget_old_answers": gettext_lazy("Gemerkte Antworten der Schnittstelle vergessen"),
    "forget_tokens_answers": gettext_lazy("Gemerkte Antworten an Programme der Kommunen vergessen"),
    "look_after_the_platform": gettext_lazy("Nach der Plattform sehen"),
    "wake-forgotten-jobs": gettext_lazy("Liegengebliebene Aufnahmen wecken"),
    "collect-figures": gettext_lazy("Kennzahlen einsammeln"),
    "forget-collection-runs": gettext_lazy("Alte Sammelläufe vergessen"),
    "forget_site_feedback": gettext_lazy("Alte Rückmeldungen zur Barrierefreiheit löschen"),
    "delete_expired_sheets": gettext_lazy("Liegengebliebene Bögen löschen"),
    "tell-of-new-versions": gettext_lazy("Auf neue Fassungen von Vorlagen hinweisen"),
}
"""Names of the schedule's entries for people."""

JOBS: Final = Table(
    key="auftraege",
    caption=gettext_lazy("Aufträge"),
    default_order="-begun_at",
    columns=(
        Column(key="what", label=gettext_lazy("Was"), order_by=("what",), link=lambda job: job.url),
        Column(key="kind_label", label=gettext_lazy("Art"), order_by=("kind_label",)),
        Column(key="pill", label=gettext_lazy("Stand"), order_by=("state",), sub=lambda job: job.note),
        Column(key="begun_at", label=gettext_lazy("begonnen"), order_by=("begun_at",)),
    ),
    empty_title=gettext_lazy("Keine Aufträge"),
)


def _why(row: RejectedTask) -> str:
    """The kernel's reason in words for the operator."""
    known = {
        "names no realm": _("Die Nachricht sagt nicht, für welche Kommune sie ist. Sie stammt nicht von hier."),
        "signed for another task": _("Die Angabe der Kommune gehört zu einer anderen Aufgabe: Jemand hat sie kopiert."),
        "Signature": _("Die Angabe der Kommune ist nicht mit unserem Schlüssel unterschrieben."),
        'No ":" found': _("Die Angabe der Kommune ist gar nicht unterschrieben."),
    }
    fitting = (text for part, text in known.items() if part in row.reason)
    return next(fitting, _("Die genannte Kommune gibt es nicht oder nicht mehr."))


REJECTED: Final = Table(
    key="abgewiesen",
    caption=gettext_lazy("Abgewiesene Aufgaben"),
    default_order="-rejected_at",
    columns=(
        Column(key="task", label=gettext_lazy("Aufgabe"), order_by=("task",), sub=lambda row: row.message_id),
        Column(key="why", label=gettext_lazy("Warum"), value=_why, sub=lambda row: row.reason),
        Column(
            key="rejected_at",
            label=gettext_lazy("Zeitpunkt"),
            order_by=("rejected_at",),
            value=lambda row: timezone.localtime(row.rejected_at),
        ),
    ),
    empty_title=gettext_lazy("Keine abgewiesenen Aufgaben"),
    empty_text=gettext_lazy("Jede Aufgabe trug eine gültige Angabe, für welche Kommune sie läuft."),
)


@dataclass(frozen=True, slots=True)
class PeriodicSeen:
    """One entry of the schedule with the last run of its task."""

    name: str
    task: str
    rhythm: str
    last: datetime | None
    problem: str
    pill: Pill


def periodic_seen(runs: Mapping[str, TaskRun]) -> list[PeriodicSeen]:
    """Everything beat starts, with its last run."""
    entries = settings.CELERY_BEAT_SCHEDULE.items()
    seen = [_entry(str(LABELS.get(name, name)), entry, runs.get(entry["task"])) for name, entry in entries]
    return sorted(seen, key=lambda entry: entry.name.casefold())


def _entry(name: str, entry: dict[str, Any], run: TaskRun | None) -> PeriodicSeen:
    if run is None:
        pill = Pill(_("noch nicht gelaufen"), "warn")
    else:
        pill = Pill(_("fehlgeschlagen"), "bad") if run.problem else Pill(_("gelaufen"), "ok")
    return PeriodicSeen(
        name=name,
        task=entry["task"],
        rhythm=_rhythm(entry["schedule"]),
        last=timezone.localtime(run.finished_at) if run else None,
        problem=run.problem if run else "",
        pill=pill,
    )


def _rhythm(schedule: Any) -> str:
    """A number of seconds or a crontab in words."""
    if isinstance(schedule, int | float):
        seconds = int(schedule)
        if seconds % 60 or seconds < 120:
            return _("alle {seconds} Sekunden").format(seconds=seconds)
        return _("alle {minutes} Minuten").format(minutes=seconds // 60)
    minute, hour = str(schedule._orig_minute), str(schedule._orig_hour)
    if hour == "*":
        return _("jede Stunde, in Minute {minute}").format(minute=minute)
    return _("täglich um {hour}:{minute} Uhr").format(hour=hour.zfill(2), minute=minute.zfill(2))
