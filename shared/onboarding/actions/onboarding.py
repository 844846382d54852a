"""Beginning an onboarding and trying a failed one again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from shared.municipalities.queries import municipality_on_board
from shared.municipalities.vocabulary import Status
from shared.onboarding.models import Onboarding, OnboardingStep
from shared.onboarding.models.jobs import LABEL_LENGTH
from shared.onboarding.planning import (
    Coordinator,
    OnboardingPlan,
    open_onboarding,
    plan_onboarding,
    refuse_when_on_board,
    slug_is_taken,
)
from shared.onboarding.problems import AlreadyOnBoard, FieldProblem, NotRetryable, OnboardingRefused
from shared.onboarding.retrying import begin_again
from shared.onboarding.vocabulary import JobStatus, OnboardingStepName, ProblemCode, StepStatus
from shared.onboarding.waking import wake_on_commit

RACES: Final = 3
"""How often a request that lost a race looks again: the winner may itself have been rolled back."""


@transaction.atomic
def request_onboarding(
    *,
    ags: str,
    coordinator: Coordinator,
    by: Actor,
    slug: str | None = None,
    templates: Sequence[str] | None = None,
    is_demo: bool = False,
) -> Onboarding:
    """Begin to bring a municipality on board: reserves AGS and slug, and wakes the worker on commit.

    ``ags`` may be the 12-digit ARS; ``slug`` defaults to the name's; ``templates`` to those that are
    adopted by default. Raises ``OnboardingRefused``, ``AlreadyOnBoard``.
    """
    for _attempt in range(RACES):
        plan = plan_onboarding(ags=ags, slug=slug, coordinator=coordinator, templates=templates)
        try:
            with transaction.atomic():
                onboarding = _reserve(plan, by=by, is_demo=is_demo)
        except IntegrityError:
            _explain_lost_race(plan)
            continue
        # The last word after the insert: an onboarding that ended between plan and insert is seen here.
        refuse_when_someone_else_was_faster(onboarding)
        wake_on_commit(onboarding)
        subject = f"onboarding.onboarding:{onboarding.pk}"
        record("onboarding.requested", by=by, subject=subject, details={"ags": plan.ags})
        return onboarding
    raise AlreadyOnBoard(municipality_on_board(plan.ags), open_onboarding(plan.ags))


def _reserve(plan: OnboardingPlan, *, by: Actor, is_demo: bool) -> Onboarding:
    """Write the job with its steps; partial unique indexes make the row itself the reservation."""
    onboarding = Onboarding.objects.create(
        ags=plan.ags,
        name=plan.name,
        slug=plan.slug,
        coordinator_email=plan.coordinator.email,
        coordinator_name=plan.coordinator.name,
        templates=[{"key": template.key, "version": template.version} for template in plan.templates],
        is_demo=is_demo,
        requested_by_kind=by.kind,
        requested_by_id=by.id,
        requested_by_label=by.label[:LABEL_LENGTH],
    )
    steps = [
        OnboardingStep(onboarding=onboarding, position=position, name=name)
        for position, name in enumerate(OnboardingStepName.values, start=1)
    ]
    now = timezone.now()
    reserve = steps[0]
    reserve.status, reserve.started_at, reserve.finished_at, reserve.attempts = StepStatus.DONE, now, now, 1
    reserve.detail = _("{ags} und die Adresse „{slug}“ sind reserviert.").format(ags=plan.ags, slug=plan.slug)
    OnboardingStep.objects.bulk_create(steps)
    return onboarding


def _explain_lost_race(plan: OnboardingPlan) -> None:
    """Say who was faster; returns when nobody is left who could have been."""
    refuse_when_on_board(plan.ags)
    if slug_is_taken(plan.slug, ags=plan.ags):
        raise OnboardingRefused([_taken(plan.slug)])


def refuse_when_someone_else_was_faster(onboarding: Onboarding) -> None:
    """Raise when AGS or slug came on board while this reservation was being written (undoes the reservation)."""
    municipality = municipality_on_board(onboarding.ags)
    if municipality is not None:
        raise AlreadyOnBoard(municipality, Onboarding.objects.filter(municipality=municipality).first())
    if slug_is_taken(onboarding.slug, ags=onboarding.ags, but=onboarding):
        raise OnboardingRefused([_taken(onboarding.slug)])


def _taken(slug: str) -> FieldProblem:
    detail = _("„{slug}“ ist schon vergeben. Bitte wählen Sie einen anderen Kurznamen.").format(slug=slug)
    return FieldProblem("/slug", ProblemCode.TAKEN.value, detail)


@transaction.atomic
def retry_onboarding(onboarding: Onboarding, *, by: Actor) -> Onboarding:
    """Try a failed onboarding again from the step that failed. Raises ``NotRetryable``."""
    current = Onboarding.objects.select_for_update().get(pk=onboarding.pk)
    if current.status != JobStatus.FAILED:
        raise NotRetryable(
            _("Nur eine fehlgeschlagene Aufnahme kann wiederholt werden. Diese ist: {status}.").format(
                status=current.get_status_display()
            )
        )
    _refuse_when_overtaken(current)
    try:
        with transaction.atomic():
            begin_again(current)
    except IntegrityError as error:
        raise NotRetryable(
            _("Für {ags} oder „{slug}“ läuft inzwischen eine andere Aufnahme.").format(
                ags=current.ags, slug=current.slug
            )
        ) from error
    wake_on_commit(current)
    record("onboarding.retried", by=by, subject=f"onboarding.onboarding:{current.pk}")
    return current


def _refuse_when_overtaken(onboarding: Onboarding) -> None:
    """An old failure must not be repeated once its municipality is on board otherwise, or has left."""
    municipality = municipality_on_board(onboarding.ags)
    if municipality is not None and municipality.pk != onboarding.municipality_id:
        raise NotRetryable(_("„{name}“ ist inzwischen auf anderem Weg an Bord.").format(name=onboarding.name))
    own = onboarding.municipality
    if own is not None and own.status != Status.ONBOARDING:
        raise NotRetryable(_("„{name}“ wird oder wurde inzwischen verabschiedet.").format(name=onboarding.name))
    if slug_is_taken(onboarding.slug, ags=onboarding.ags, but=onboarding):
        raise NotRetryable(
            _("Die Adresse „{slug}“ ist inzwischen vergeben. Bitte beantragen Sie die Aufnahme neu.").format(
                slug=onboarding.slug
            )
        )
