"""Letting a municipality go, and taking that back while it is still possible."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from shared.municipalities.actions import set_status
from shared.municipalities.models import Municipality
from shared.municipalities.vocabulary import Status
from shared.onboarding.models import Offboarding, OffboardingStep
from shared.onboarding.models.jobs import LABEL_LENGTH
from shared.onboarding.planning import open_onboarding
from shared.onboarding.problems import NotCancellable, NotRetryable, OffboardingRefused
from shared.onboarding.retrying import begin_again
from shared.onboarding.vocabulary import JobStatus, OffboardingStepName, StepStatus
from shared.onboarding.waking import wake_on_commit

MAXIMUM_GRACE_DAYS = 3650
ORDINARY_STEPS = [name for name in OffboardingStepName.values if name != OffboardingStepName.REOPEN]


@transaction.atomic
def request_offboarding(municipality: Municipality, *, by: Actor, grace_days: int | None = None) -> Offboarding:
    """Begin to let a municipality go: its workspace answers 503 from now on; nothing is deleted before ``due_at``.

    ``grace_days`` defaults to the setting ``KISI_OFFBOARDING_GRACE_DAYS``. Raises ``OffboardingRefused``.
    """
    days = settings.KISI_OFFBOARDING_GRACE_DAYS if grace_days is None else grace_days
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= MAXIMUM_GRACE_DAYS:
        raise OffboardingRefused(
            _("Die Schonfrist ist eine ganze Zahl von Tagen zwischen 0 und {days}.").format(days=MAXIMUM_GRACE_DAYS)
        )
    current = Municipality.objects.select_for_update().get(pk=municipality.pk)
    _refuse_unless_possible(current)
    offboarding = Offboarding.objects.create(
        municipality=current,
        ags=current.ags,
        name=current.name,
        slug=current.slug,
        schema_name=current.schema_name,
        previous_status=current.status,
        grace_days=days,
        due_at=timezone.now() + timedelta(days=days),
        requested_by_kind=by.kind,
        requested_by_id=by.id,
        requested_by_label=by.label[:LABEL_LENGTH],
    )
    OffboardingStep.objects.bulk_create(
        OffboardingStep(offboarding=offboarding, position=position, name=name)
        for position, name in enumerate(ORDINARY_STEPS, start=1)
    )
    set_status(current, Status.OFFBOARDING)
    wake_on_commit(offboarding)
    record(
        "onboarding.offboarding_requested",
        by=by,
        subject=f"onboarding.offboarding:{offboarding.pk}",
        details={"ags": current.ags, "grace_days": days},
    )
    return offboarding


def _refuse_unless_possible(municipality: Municipality) -> None:
    if municipality.status == Status.OFFBOARDING:
        raise OffboardingRefused(_("„{name}“ wird bereits verabschiedet.").format(name=municipality.name))
    if municipality.status == Status.LEFT:
        raise OffboardingRefused(_("„{name}“ ist bereits ausgeschieden.").format(name=municipality.name))
    if municipality.status == Status.ONBOARDING and open_onboarding(municipality.ags):
        raise OffboardingRefused(
            _("„{name}“ wird gerade aufgenommen. Bitte warten Sie, bis das abgeschlossen ist.").format(
                name=municipality.name
            )
        )


@transaction.atomic
def cancel_offboarding(offboarding: Offboarding, *, by: Actor) -> Offboarding:
    """Take an off-boarding back: the worker opens the workspace again and removes the archive.

    Possible until the schema has been dropped. Raises ``NotCancellable``.
    """
    current = Offboarding.objects.select_for_update().get(pk=offboarding.pk)
    if current.status in (JobStatus.CANCELLING, JobStatus.CANCELLED):
        return current
    if current.steps.filter(name=OffboardingStepName.DROP, status=StepStatus.DONE).exists():
        raise NotCancellable(
            _("Die Daten von „{name}“ sind bereits gelöscht. Sie liegen im Archiv.").format(name=current.name)
        )
    # A step that a worker is busy with loses its row here; the worker notices when it wants to mark it.
    current.steps.exclude(status=StepStatus.DONE).delete()
    last = current.steps.order_by("position").last()
    OffboardingStep.objects.create(
        offboarding=current, position=last.position + 1 if last else 1, name=OffboardingStepName.REOPEN
    )
    current.status, current.finished_at, current.next_attempt_at = JobStatus.CANCELLING, None, timezone.now()
    current.save()
    wake_on_commit(current)
    record("onboarding.offboarding_cancelled", by=by, subject=f"onboarding.offboarding:{current.pk}")
    return current


@transaction.atomic
def retry_offboarding(offboarding: Offboarding, *, by: Actor) -> Offboarding:
    """Try a failed off-boarding again from the step that failed. Raises ``NotRetryable``."""
    current = Offboarding.objects.select_for_update().get(pk=offboarding.pk)
    if current.status != JobStatus.FAILED:
        raise NotRetryable(
            _("Nur eine fehlgeschlagene Verabschiedung kann wiederholt werden. Diese ist: {status}.").format(
                status=current.get_status_display()
            )
        )
    begin_again(current)
    if current.steps.filter(name=OffboardingStepName.REOPEN).exists():
        current.status = JobStatus.CANCELLING
        current.save()
    wake_on_commit(current)
    record("onboarding.offboarding_retried", by=by, subject=f"onboarding.offboarding:{current.pk}")
    return current
