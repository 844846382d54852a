"""The state of the platform in a few lines, from the database alone: it stays readable while the broker is down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kisi.tenancy.migration_state import known_state_of_code
from kisi.tenancy.models import TaskRun
from kisi.ui.tables import Status as Pill
from shared.municipalities.queries import on_board
from shared.operation.queries import newest_checks
from shared.operation.vocabulary import CheckKind, CheckState

HEARTBEAT: Final = "kisi.tenancy.heartbeat"
PROVISIONING_SIGN: Final = "shared.onboarding.tasks.sweep"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to know: what, how it stands, since when, and where to read more."""

    label: str
    pill: Pill
    note: str = ""
    at: datetime | None = None
    url: str = ""


def health_lines() -> list[Line]:
    """Signs of life, migrations and the newest result of each check – three queries (central realm)."""
    checks = newest_checks()
    return [*signs_of_life(last_runs()), *(_check(kind, checks.get(kind.value)) for kind in CheckKind)]


def last_runs() -> dict[str, TaskRun]:
    """Every task that ever ran, with its last run."""
    return {run.task: run for run in TaskRun.objects.all()}


def signs_of_life(runs: Mapping[str, TaskRun]) -> list[Line]:
    """Whether worker, provisioner and beat work, and whether every schema is on the software's state."""
    return [
        _sign(_("Arbeitsprozess"), runs.get(HEARTBEAT)),
        _sign(_("Aufnahmeprozess"), runs.get(PROVISIONING_SIGN)),
        _beat(list(runs.values())),
        _migrations(),
    ]


def _sign(label: str, run: TaskRun | None) -> Line:
    seen = run.finished_at if run else None
    return Line(label, _alive(seen), at=_local(seen), url=reverse("operation:platform"))


def _beat(runs: list[TaskRun]) -> Line:
    """Beat leaves no trace of its own: when anything it sends began, it was alive."""
    seen = max((run.started_at for run in runs), default=None)
    return Line(_("Zeitgeber"), _alive(seen), at=_local(seen), url=reverse("operation:platform"))


def _alive(seen: datetime | None) -> Pill:
    if seen is None:
        return Pill(_("noch nicht gesehen"), "warn")
    if timezone.now() - seen > timedelta(seconds=settings.KISI_SILENCE_SECONDS):
        return Pill(_("meldet sich nicht"), "bad")
    return Pill(_("arbeitet"), "ok")


def _migrations() -> Line:
    behind = on_board().exclude(schema_state=known_state_of_code()).count()
    if not behind:
        return Line(_("Migrationen"), Pill(_("alle auf dem Stand"), "ok"))
    text = ngettext("{number} Kommune zurück", "{number} Kommunen zurück", behind).format(number=behind)
    return Line(_("Migrationen"), Pill(text, "warn"), _("Das Kommando „kisi migrate“ bringt sie auf den Stand."))


def _check(kind: CheckKind, check: Any) -> Line:
    if check is None:
        return Line(str(kind.label), Pill(_("noch nicht geprüft"), "warn"), url=reverse("operation:platform"))
    at, url = _local(check.finished_at), reverse("operation:check", args=[check.pk])
    if check.state == CheckState.FAILED:
        return Line(str(kind.label), Pill(_("Prüfung gescheitert"), "bad"), at=at, url=url)
    if check.findings:
        number = len(check.findings)
        text = ngettext("{number} Befund", "{number} Befunde", number).format(number=number)
        return Line(str(kind.label), Pill(text, "bad"), check.findings[0]["name"], at, url)
    return Line(str(kind.label), Pill(_("in Ordnung"), "ok"), at=at, url=url)


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None
