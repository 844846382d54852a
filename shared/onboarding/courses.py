"""What a course of steps consists of; the steps themselves are in ``shared.onboarding.steps``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.onboarding.models import Job


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step has done: a sentence for everyone, and the columns of the job to write with the mark."""

    detail: str
    changes: dict[str, Any] = field(default_factory=dict)


class NotYet(Exception):
    """Not an error: the step has nothing to do before ``until``; the job waits and the sweeper wakes it then."""

    def __init__(self, until: datetime, detail: str) -> None:
        super().__init__(detail)
        self.until = until
        self.detail = detail


class StepFailed(RuntimeError):
    """The step cannot be done; the message is a sentence for everyone who may see the job."""


Effect = Callable[[Any], Outcome]
"""Does the step for a job. Called in the provisioning realm; must be repeatable without a second effect."""


@dataclass(frozen=True, slots=True)
class CourseStep:
    """One step. ``in_one_transaction``: effect and mark are committed together, else the mark follows the effect."""

    effect: Effect
    in_one_transaction: bool


@dataclass(frozen=True, slots=True)
class Course:
    """The kind of job, and what to do at which step name."""

    jobs: type[Job]
    event_prefix: str
    steps: dict[str, CourseStep]
