"""Deciding about a need: a new row of its history, and the need follows it."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from kisi.notifications.actions import notify
from tenants.needs.actions.locking import locked, reference
from tenants.needs.models import Decision, Need
from tenants.needs.problems import NoSuchStep
from tenants.needs.vocabulary import STEPS, NeedState


def decide(*, need: Need, state: str, priority: str = "", reason: str = "", by: Actor) -> Decision:
    """Note a decision; the latest one says how far the need is and which priority it has.

    ``priority`` is needed for „decided“; without one the earlier stays. Raises ``NoSuchStep`` for a state that does
    not follow, ``ValidationError`` for a missing priority or an overlong reason, ``Need.DoesNotExist``.
    """
    with transaction.atomic():
        row = locked(need)
        if state not in STEPS[row.state]:
            words = {"now": row.get_state_display()}
            raise NoSuchStep(_("Dieser Stand folgt nicht auf „%(now)s“. Bitte laden Sie die Seite neu.") % words)
        if state == NeedState.DECIDED and not priority:
            raise NoSuchStep(_("Bitte wählen Sie eine Priorität."))
        decision = Decision(
            need=row,
            state=state,
            priority=priority or ("" if state == NeedState.STATED else row.priority),
            reason=reason,
            decided_by=by.label[:200],
            decided_by_id=by.id,
        )
        decision.full_clean(exclude=["need"])
        decision.save()
        row.state, row.priority = decision.state, decision.priority
        if row.stated_on is None and state == NeedState.STATED:
            row.stated_on = timezone.localdate()
        row.save(update_fields=["state", "priority", "stated_on", "updated_at"])
        _tell_responsible(row, decision, by)
        details = {"title": row.title, "state": decision.state, "priority": decision.priority}
        record("needs.decided", by=by, subject=reference(row), details=details)
    return decision


def _tell_responsible(need: Need, decision: Decision, by: Actor) -> None:
    if need.responsible_id is None:
        return
    words = {"title": need.title, "state": decision.get_state_display()}
    notify(
        recipients=[need.responsible_id],
        kind="needs.decided",
        title=_("„%(title)s“: %(state)s") % words,
        text=decision.reason,
        url=reverse("needs:need", args=[need.pk]),
        by=by,
    )
