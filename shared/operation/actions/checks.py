"""Checks: asked for as a row, done by a worker, woken again when a wake-up was lost."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from celery import current_app
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from kisi.audit.actions import record
from kisi.core.actors import SYSTEM, Actor
from shared.operation.checks import CHECKS
from shared.operation.models import Check, finding
from shared.operation.reports import Report
from shared.operation.vocabulary import OPEN_STATES, PROVISIONING_KINDS, CheckKind, CheckState

LABEL_LENGTH = 150
PROBLEM_LENGTH = 300
_log = structlog.get_logger(__name__)


@transaction.atomic
def request_check(kind: CheckKind, *, by: Actor) -> Check:
    """Ask for a check and wake a worker on commit; the one that is already under way, if there is one.

    That one may end before it is read: its answer is then as fresh as a new one's.
    """
    try:
        with transaction.atomic():
            check = Check.objects.create(kind=kind, requested_by=by.label[:LABEL_LENGTH])
    except IntegrityError:
        return Check.objects.filter(kind=kind).latest("requested_at")
    if by != SYSTEM:
        record("operation.check_requested", by=by, subject=f"operation.check:{check.pk}", details={"kind": kind.value})
    transaction.on_commit(lambda: _wake(check), robust=True)
    return check


def begin_due_checks() -> int:
    """Ask for every check whose time has come; how many."""
    newest = dict(Check.objects.order_by().values_list("kind").annotate(Max("requested_at")))
    due = [kind for kind in CheckKind if _is_due(newest.get(kind.value), kind)]
    for kind in due:
        request_check(kind, by=SYSTEM)
    return len(due)


def _is_due(last: datetime | None, kind: CheckKind) -> bool:
    return last is None or last <= timezone.now() - timedelta(minutes=settings.KISI_CHECK_MINUTES[kind.value])


def wake_forgotten_checks() -> int:
    """Wake the checks whose wake-up was lost, and begin those again whose worker was killed; how many."""
    now = timezone.now()
    lost = Q(state=CheckState.QUEUED, woken_at__lt=now - timedelta(seconds=settings.KISI_CHECK_STALE_SECONDS))
    killed = Q(state=CheckState.RUNNING, started_at__lt=now - timedelta(seconds=settings.KISI_CHECK_LIMIT_SECONDS))
    forgotten = list(Check.objects.filter(lost | killed))
    for check in forgotten:
        Check.objects.filter(pk=check.pk, state=check.state).update(state=CheckState.QUEUED, woken_at=now)
        _wake(check)
    return len(forgotten)


def run_check(check_id: UUID) -> None:
    """Do a check and keep what it found. Runs in the realm the check needs; a second worker finds nothing to do."""
    claimed = Check.objects.filter(pk=check_id, state=CheckState.QUEUED)
    if not claimed.update(state=CheckState.RUNNING, started_at=timezone.now()):
        return
    check = Check.objects.get(pk=check_id)
    try:
        report = CHECKS[CheckKind(check.kind)]()
    except Exception as error:  # whatever happened is told in the row; the worker goes on
        _log.exception("check_failed", kind=check.kind)
        problem = f"{type(error).__name__}: {error}"[:PROBLEM_LENGTH]
        check.state, check.problem = CheckState.FAILED, problem
    else:
        _fill(check, report)
    check.finished_at = timezone.now()
    check.save()
    _forget_old(check.kind)


def keep_report(kind: CheckKind, report: Report, *, by: Actor, started_at: datetime) -> Check:
    """Keep what somebody found out on the command line, beside the results of the worker."""
    check = Check(kind=kind, requested_by=by.label[:LABEL_LENGTH], started_at=started_at, finished_at=timezone.now())
    _fill(check, report)
    check.save()
    _forget_old(kind)
    return check


def _fill(check: Check, report: Report) -> None:
    check.state, check.checked = CheckState.DONE, report.checked
    check.findings = [finding(one.name, one.problem) for one in report.findings]


def _forget_old(kind: str) -> None:
    finished = Check.objects.filter(kind=kind).exclude(state__in=OPEN_STATES).order_by("-requested_at", "pk")
    old = list(finished.values_list("pk", flat=True)[settings.KISI_CHECKS_KEPT :])
    Check.objects.filter(pk__in=old).delete()


def _wake(check: Check) -> None:
    """By name: tasks stand above actions, only the message goes the other way."""
    where = "provisioning" if check.kind in PROVISIONING_KINDS else "central"
    current_app.tasks[f"shared.operation.run_{where}_check"].apply_async(args=[str(check.pk)], retry=False)
