"""What can be done to a municipality as a whole, and to the register of all of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kisi.audit.actions import record
from kisi.core.actors import Actor
from kisi.tenancy.directory import expire_directory
from shared.municipalities.models import Municipality
from shared.municipalities.register.official_import import RegisterChanges, import_gv100ad
from shared.municipalities.vocabulary import Status


class StatusNotPossible(ValueError):
    """The municipality cannot go from its present status to the wanted one; the message says why."""


class RevisionChanged(ValueError):
    """Somebody else changed the municipality since the caller read it."""


_WAY_OUT: Final = {
    Status.ONBOARDING: gettext_lazy("„{name}“ wird gerade eingerichtet. Bitte warten Sie, bis das abgeschlossen ist."),
    Status.OFFBOARDING: gettext_lazy("„{name}“ wird verabschiedet. Nehmen Sie zuerst die Verabschiedung zurück."),
    Status.LEFT: gettext_lazy("„{name}“ ist ausgeschieden. Nehmen Sie die Kommune neu auf."),
}


def suspend_municipality(municipality: Municipality, *, by: Actor, revision: int | None = None) -> Municipality:
    """Close a workspace for the time being: it answers 503, nothing is lost. Does nothing when it is closed already.

    With ``revision`` only if the municipality still has it. Raises ``StatusNotPossible``, ``RevisionChanged``.
    """
    return _switch(municipality, Status.ACTIVE, Status.SUSPENDED, by=by, revision=revision)


def activate_municipality(municipality: Municipality, *, by: Actor, revision: int | None = None) -> Municipality:
    """Open a suspended workspace again. Does nothing when it is open; raises as ``suspend_municipality``."""
    return _switch(municipality, Status.SUSPENDED, Status.ACTIVE, by=by, revision=revision)


@transaction.atomic
def _switch(
    municipality: Municipality, before: Status, after: Status, *, by: Actor, revision: int | None
) -> Municipality:
    current = Municipality.objects.select_for_update().get(pk=municipality.pk)
    if revision is not None and current.revision != revision:
        raise RevisionChanged(
            _("„{name}“ wurde inzwischen geändert. Bitte laden Sie den neuen Stand.").format(name=current.name)
        )
    if current.status == after:
        return current
    if current.status != before:
        raise StatusNotPossible(str(_WAY_OUT[Status(current.status)]).format(name=current.name))
    set_status(current, after)
    record(f"municipalities.{_EVENT[after]}", by=by, subject=f"municipalities.municipality:{current.pk}")
    return current


_EVENT: Final = {Status.SUSPENDED: "suspended", Status.ACTIVE: "activated"}


def set_status(municipality: Municipality, status: Status) -> None:
    """Write a new status and count the revision up; the caller holds the row's lock and writes the audit row.

    Who asks next sees it in this process; every other one follows within a second.
    """
    municipality.status = status
    municipality.revision += 1
    municipality.save(update_fields=["status", "revision", "updated_at"])
    transaction.on_commit(expire_directory)


@transaction.atomic
def renew_register(
    file: Path, *, as_of: date, by: Actor, population_as_of: date | None = None, is_rehearsal: bool = False
) -> RegisterChanges:
    """Make the official file GV100AD the register's state, in the central realm; what it changed.

    A rehearsal does all of it and takes it back. Raises what ``import_gv100ad`` raises; nothing is written then.
    """
    changes = import_gv100ad(file, as_of=as_of, population_as_of=population_as_of)
    record(
        "municipalities.register_renewed",
        by=by,
        details={"as_of": f"{as_of:%Y-%m-%d}", "added": len(changes.added), "closed": len(changes.closed)},
    )
    transaction.set_rollback(is_rehearsal)
    return changes
