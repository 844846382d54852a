"""The doors through which Celery enters; what is to be done stands in rows."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from kisi.tenancy.tasks import ProvisioningTask
from shared.onboarding.runner import carry_on
from shared.onboarding.steps import OFFBOARDING, ONBOARDING
from shared.onboarding.sweeping import wake_forgotten_jobs


@shared_task(base=ProvisioningTask)
def carry_on_onboarding(onboarding_id: str) -> None:
    """Go on with one onboarding."""
    carry_on(ONBOARDING, UUID(onboarding_id))


# Below the broker's visibility timeout; an archive of a large municipality is the only long step there is.
@shared_task(base=ProvisioningTask, time_limit=840)
def carry_on_offboarding(offboarding_id: str) -> None:
    """Go on with one off-boarding."""
    carry_on(OFFBOARDING, UUID(offboarding_id))


@shared_task(base=ProvisioningTask)
def sweep() -> None:
    """Wake the jobs whose wake-up was lost or whose time has come; beat sends this."""
    wake_forgotten_jobs()
