"""The doors through which Celery enters; what is to be done stands in rows."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from kisi.tenancy.tasks import CentralTask, ProvisioningTask
from shared.operation.actions import begin_due_checks, run_check, wake_forgotten_checks


@shared_task(base=CentralTask, name="shared.operation.tick")
def tick() -> None:
    """Begin the checks whose time has come and wake those that were forgotten; beat sends this."""
    begin_due_checks()
    wake_forgotten_checks()


@shared_task(base=CentralTask, name="shared.operation.run_central_check")
def run_central_check(check_id: str) -> None:
    """Do a check that needs no special rights."""
    run_check(UUID(check_id))


@shared_task(base=ProvisioningTask, name="shared.operation.run_provisioning_check")
def run_provisioning_check(check_id: str) -> None:
    """Do a check that needs the provisioner's rights."""
    run_check(UUID(check_id))
