"""Carries a job on, step by step, from wherever it was left.

Why a job may be killed anywhere and goes on without losing or doubling anything:

* Work on a job happens under ``only_worker_of``: an advisory lock that lives exactly as long as the
  worker's connection. A second worker that is woken for the same job does nothing. No lease is
  needed: nothing has to guess from a clock whether a worker still lives.
* Steps that only touch the platform's own tables commit effect and mark in *one* transaction: a kill
  leaves both or neither (``create_schema`` with row, role, schema and tables; ``activate``; ``drop``).
* Steps inside a municipality log in as another role, so they cannot share a transaction with the
  mark. Each has *one* transaction in the town and the mark follows; a kill in between repeats the
  step, and its unique keys (the one settings row, template + version, pending e-mail + role) make
  the repetition empty. Nobody can have used the invitation meanwhile: the town's host answers 404
  until it is active.
* The same holds in the one case where the lock could be lost while its holder lives (the server
  restarts): both workers' effects meet at the unique keys, and a mark is only set on an open step.
* Every wait is a row: the sweeper wakes what is open, due and has not been touched for a while.
"""

from __future__ import annotations

from uuid import UUID

import structlog
from django.db import transaction

from shared.onboarding import marks
from shared.onboarding.courses import Course, CourseStep, NotYet, Outcome
from shared.onboarding.locking import only_worker_of
from shared.onboarding.models import Job, JobStep

_log = structlog.get_logger(__name__)


def carry_on(course: Course, job_id: UUID) -> bool:
    """Do every step that can be done now; False when another process is busy with this job.

    Runs in the provisioning realm. A step's error is noted in its row and never raised.
    """
    with only_worker_of(job_id) as mine:
        if mine:
            while _do_next_step(course, job_id):
                pass
        return mine


def _do_next_step(course: Course, job_id: UUID) -> bool:
    """Do one step; True when there may be another one to do now."""
    begun = marks.begin_next(course, job_id)
    if begun is None:
        return False
    job, step = begun
    try:
        _perform(course, course.steps[step.name], job, step)
    except NotYet as wait:
        marks.wait(course, job, step, wait)
        return False
    except Exception as error:  # whatever happened is told in the step's row; the worker goes on
        _log.exception("job_step_failed", job=str(job.pk), step=step.name)
        marks.fail(course, job, step, error)
        return False
    return True


def _perform(course: Course, what: CourseStep, job: Job, step: JobStep) -> None:
    if what.in_one_transaction:
        with transaction.atomic():
            locked = marks.locked(course, job, step)
            if locked is not None:
                marks.finish(course, *locked, what.effect(locked[0]))
        return
    outcome: Outcome = what.effect(job)
    with transaction.atomic():
        locked = marks.locked(course, job, step)
        if locked is not None:
            marks.finish(course, *locked, outcome)
