"""Faults that the checks must find: what the onboarding would be without its care.

``two_transactions``: the municipality's row is committed before its schema is made.
``mark_first``: a step is marked as done before it is done.
``letter_each_time``: inviting again sends another letter.
"""

from __future__ import annotations

import time
from typing import Any

from django.db import transaction

from kisi.accounts.models import Invitation
from kisi.tenancy.provisioning import build_schema
from shared.municipalities.models import Municipality
from shared.onboarding import marks, runner
from shared.onboarding.courses import Course, CourseStep, Outcome
from shared.onboarding.models import Onboarding
from shared.onboarding.steps import ONBOARDING
from shared.onboarding.steps import onboarding as steps

PAUSE = 0.3
"""Seconds in which the fault shows: a window of microseconds would need thousands of kills."""


def plant(name: str) -> None:
    """Build the fault into this process."""
    {"two_transactions": _two_transactions, "mark_first": _mark_first, "letter_each_time": _letter_each_time}[name]()


def _two_transactions() -> None:
    def create_schema(onboarding: Onboarding) -> Outcome:
        municipality, _made = Municipality.objects.get_or_create(
            ags=onboarding.ags, defaults={"slug": onboarding.slug, "name": onboarding.name}
        )
        time.sleep(PAUSE)
        with transaction.atomic():
            build_schema(municipality.schema_name)
        return Outcome("", {"municipality": municipality, "schema_name": municipality.schema_name})

    ONBOARDING.steps["create_schema"] = CourseStep(create_schema, in_one_transaction=False)


def _mark_first() -> None:
    def perform(course: Course, what: CourseStep, job: Any, step: Any) -> None:
        if what.in_one_transaction:
            original(course, what, job, step)
            return
        with transaction.atomic():
            marked = marks.locked(course, job, step)
            assert marked is not None
            marks.finish(course, *marked, Outcome("too early"))
        time.sleep(PAUSE)
        what.effect(job)

    original, runner._perform = runner._perform, perform


def _letter_each_time() -> None:
    from kisi.accounts.actions.invitations import invite, invite_again

    def invite_carelessly(*, email: str, name: str, role: Any, by: Any) -> Invitation:
        before = Invitation.objects.filter(email=email).first()
        return invite_again(invitation=before, by=by) if before else invite(email=email, name=name, role=role, by=by)

    def invite_and_rest(onboarding: Onboarding) -> Outcome:
        outcome = original(onboarding)
        time.sleep(PAUSE)
        return outcome

    original, steps.invite = steps.invite_coordinator, invite_carelessly
    ONBOARDING.steps["invite_coordinator"] = CourseStep(invite_and_rest, in_one_transaction=False)
