"""Stating, changing, removing needs, and giving them to somebody else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kisi.audit.actions import record
from kisi.core.actors import Actor
from kisi.notifications.actions import notify
from tenants.needs.actions.locking import locked, reference
from tenants.needs.models import Decision, Evidence, Need
from tenants.needs.queries import open_needs_of
from tenants.needs.vocabulary import NeedState

FIELDS: Final = (
    "title", "description", "topic", "perspectives", "reach", "groups", "urgency", "responsible_id", "review_on",
)  # fmt: skip


def add_need(*, need: Need, evidence: Sequence[Evidence] = (), is_draft: bool = False, by: Actor) -> Need:
    """Store a new need with what speaks for it, as a draft or as stated. Raises ``ValidationError``."""
    need.state = NeedState.DRAFT if is_draft else NeedState.STATED
    need.stated_on = None if is_draft else timezone.localdate()
    need.created_by = by.label[:200]
    need.full_clean(validate_constraints=False)
    with transaction.atomic():
        need.save()
        if not is_draft:
            Decision.objects.create(need=need, state=need.state, decided_by=by.label[:200], decided_by_id=by.id)
        for row in evidence:
            row.need, row.cited_on, row.added_by = need, timezone.localdate(), by.label[:200]
        Evidence.objects.bulk_create(evidence)
        _tell_responsible(need, by)
        details = {"title": need.title, "state": need.state, "evidence": len(evidence)}
        record("needs.added", by=by, subject=reference(need), details=details)
    return need


def change_need(*, need: Need, by: Actor) -> Need:
    """Store changed values; the trail keeps what changed from what to what.

    Raises ``ValidationError``, and ``Need.DoesNotExist`` for one that was removed or merged meanwhile.
    """
    need.full_clean(validate_constraints=False)
    with transaction.atomic():
        before = locked(need)
        changed = [name for name in FIELDS if getattr(before, name) != getattr(need, name)]
        if changed:
            changes = {name: [_plain(getattr(before, name)), _plain(getattr(need, name))] for name in changed}
            need.save(update_fields=[*(name.removesuffix("_id") for name in changed), "updated_at"])
            if "responsible_id" in changed:
                _tell_responsible(need, by)
            record("needs.changed", by=by, subject=reference(need), details={"title": need.title, **changes})
    return need


def remove_need(*, need: Need, by: Actor) -> None:
    """Take a need off every page; it can be restored. Nothing happens where it is gone already."""
    with transaction.atomic():
        now = timezone.now()
        if Need.objects.present().filter(pk=need.pk).update(removed_at=now, updated_at=now):
            record("needs.removed", by=by, subject=reference(need), details={"title": need.title})


def restore_need(*, need: Need, by: Actor) -> None:
    """Take the removal back."""
    with transaction.atomic():
        rows = Need.objects.filter(pk=need.pk, removed_at__isnull=False)
        if rows.update(removed_at=None, updated_at=timezone.now()):
            record("needs.restored", by=by, subject=reference(need), details={"title": need.title})


def hand_over(*, from_id: int, to_id: int, by: Actor) -> int:
    """Give what somebody is responsible for to a successor; how many needs."""
    with transaction.atomic():
        moved = open_needs_of(from_id).update(responsible_id=to_id, updated_at=timezone.now())
        if moved:
            title = ngettext(
                "%(who)s hat Ihnen %(number)d Bedarf übergeben.",
                "%(who)s hat Ihnen %(number)d Bedarfe übergeben.",
                moved,
            ) % {"who": by.label, "number": moved}
            url = f"{reverse('needs:list')}?zustaendig={to_id}"
            notify(recipients=[to_id], kind="needs.responsible", title=title, by=by, url=url)
            record("needs.handed_over", by=by, subject=f"accounts.user:{to_id}", details={"number": moved})
    return moved


def _tell_responsible(need: Need, by: Actor) -> None:
    if need.responsible_id is None:
        return
    title = _("Sie sind zuständig für den Bedarf „%(title)s“") % {"title": need.title}
    url = reverse("needs:need", args=[need.pk])
    notify(recipients=[need.responsible_id], kind="needs.responsible", title=title, by=by, url=url)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
