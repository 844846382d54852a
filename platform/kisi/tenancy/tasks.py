"""Celery tasks that know where they run.

The realm is taken when a task is *called* and travels as a signed header; it is entered inside
``Task.__call__``. A message without it, with a forged one or for an unknown municipality is
rejected and recorded (``RejectedTask``) – it never runs in some default place (TENANCY.md, defects
3 to 5 of stock parts).
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

import structlog
from celery import Task
from celery.exceptions import Reject
from django.core import signing
from django.db import transaction

from kisi.core.realms import CENTRAL, PROVISIONING, Realm, RealmKind, current_municipality, inside, realm_of
from kisi.tenancy import directory, wake_ups
from kisi.tenancy.task_runs import noting_run

HEADER: Final = "kisi_realm"
_signer = signing.Signer(salt="kisi.tenancy.tasks")
_log = structlog.get_logger(__name__)


class RealmTask(Task):
    """A task of one fixed realm of the whole platform; the base of everything that Celery runs here.

    Subclasses say with ``realm_kind`` where they run. ``MunicipalityTask`` is the one for towns.
    """

    abstract = True
    acks_late = True
    reject_on_worker_lost = True
    ignore_result = True
    realm_kind: ClassVar[RealmKind]

    def realm_to_send(self) -> str:
        """What the header says about the realm."""
        return self.realm_kind.value

    def realm_to_enter(self, sent: str) -> Realm:
        """The realm for what the header says. Raises ``LookupError`` or ``ValueError``."""
        return {RealmKind.CENTRAL: CENTRAL, RealmKind.PROVISIONING: PROVISIONING}[self.realm_kind]

    def apply_async(self, args: Any = None, kwargs: Any = None, *rest: Any, **options: Any) -> Any:
        """Publish with the realm of the caller; raises ``NoRealm`` where a town's task has no town."""
        options["headers"] = {
            **(options.get("headers") or {}),
            HEADER: _signer.sign(f"{self.name}|{self.realm_to_send()}"),
        }
        return wake_ups.send(super().apply_async, args, kwargs, *rest, **options)

    def delay_on_commit(self, *args: Any, **kwargs: Any) -> None:
        """Publish when the open transaction commits, with the realm of *now*.

        A broker that does not answer is logged, never raised: what was committed stands, and a sweeper
        finds the row.
        """
        signature = self.signature(args, kwargs)
        header = {HEADER: _signer.sign(f"{self.name}|{self.realm_to_send()}")}
        publish = super().apply_async
        transaction.on_commit(
            lambda: wake_ups.send(publish, signature.args, signature.kwargs, headers=header, retry=False), robust=True
        )

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Enter the realm and run. Rejects the message when there is no valid realm."""
        try:
            realm = self._realm_of_message()
        except (LookupError, ValueError, signing.BadSignature) as error:
            self._record_rejection(str(error))
            raise Reject(f"no valid realm: {error}", requeue=False) from error
        with noting_run(self.name), inside(realm):
            return self.run(*args, **kwargs)

    def _realm_of_message(self) -> Realm:
        sent = (self.request.headers or {}).get(HEADER) or getattr(self.request, HEADER, None)
        if not isinstance(sent, str):
            raise LookupError("the message names no realm")
        name, _, realm = _signer.unsign(sent).partition("|")
        if name != self.name:
            raise ValueError("the realm was signed for another task")
        return self.realm_to_enter(realm)

    def _record_rejection(self, reason: str) -> None:
        from kisi.tenancy.models import RejectedTask  # reason: models load after the apps are ready

        _log.error("task_rejected", task=self.name, task_id=self.request.id, reason=reason)
        with inside(CENTRAL):
            RejectedTask.objects.create(task=self.name, message_id=self.request.id or "", reason=reason[:500])


class MunicipalityTask(RealmTask):
    """A task that runs in the realm of the municipality it was called in."""

    abstract = True
    realm_kind = RealmKind.MUNICIPALITY

    def realm_to_send(self) -> str:
        """The municipality's id; raises ``NoRealm`` when called outside a municipality."""
        return str(current_municipality().id)

    def realm_to_enter(self, sent: str) -> Realm:
        """The municipality's realm; raises ``UnknownMunicipality`` (a ``LookupError``) or ``ValueError``."""
        return realm_of(directory.municipality(int(sent)))


class CentralTask(RealmTask):
    """A task of the public host."""

    abstract = True
    realm_kind = RealmKind.CENTRAL


class ProvisioningTask(RealmTask):
    """A task that makes or drops municipalities; runs only in the worker that may log in as the provisioner."""

    abstract = True
    realm_kind = RealmKind.PROVISIONING
