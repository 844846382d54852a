"""When each periodic task last ran and how it ended: one row a task, written by the task's base class.

The worker's side is written down and not the scheduler's: that a message was sent says nothing about
whether anybody worked on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from kisi.core.realms import CENTRAL, inside

PROBLEM_LENGTH: Final = 200
_log = structlog.get_logger(__name__)


def periodic_tasks() -> frozenset[str]:
    """The names of the tasks that beat starts."""
    return frozenset(entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values())


@contextmanager
def noting_run(task: str) -> Iterator[None]:
    """Write down how a periodic task ran; every other one is let through. Errors pass on unchanged."""
    if task not in periodic_tasks():
        yield
        return
    started = timezone.now()
    try:
        yield
    except Exception as error:
        _note(task, started, problem=f"{type(error).__name__}: {error}"[:PROBLEM_LENGTH])
        raise
    _note(task, started, problem="")


def _note(task: str, started: datetime, *, problem: str) -> None:
    """One statement; a database that does not answer must not make a task fail that has done its work."""
    from kisi.tenancy.models import TaskRun  # reason: models load after the apps are ready

    run = TaskRun(task=task, started_at=started, finished_at=timezone.now(), problem=problem)
    try:
        with inside(CENTRAL):
            TaskRun.objects.bulk_create(
                [run],
                update_conflicts=True,
                unique_fields=["task"],
                update_fields=["started_at", "finished_at", "problem"],
            )
    except DatabaseError as error:
        _log.warning("task_run_not_noted", task=task, error=type(error).__name__)
