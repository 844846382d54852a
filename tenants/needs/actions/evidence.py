"""What speaks for a need."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from kisi.audit.actions import record
from kisi.core.actors import Actor
from tenants.needs.actions.locking import locked, reference
from tenants.needs.models import Evidence, Need


def add_evidence(*, need: Need, evidence: Sequence[Evidence], by: Actor) -> None:
    """Store new evidence. Raises ``ValidationError``, and ``Need.DoesNotExist`` for a need that is gone."""
    with transaction.atomic():
        row = locked(need)
        for one in evidence:
            one.need, one.cited_on, one.added_by = row, timezone.localdate(), by.label[:200]
            one.full_clean(exclude=["need", "wave"])
            one.save()
        if evidence:
            _touch(row)
            details = {"title": row.title, "kinds": [one.kind for one in evidence]}
            record("needs.evidence_added", by=by, subject=reference(row), details=details)


def remove_evidence(*, evidence: Evidence, by: Actor) -> None:
    """Take evidence off the need; it can be restored."""
    with transaction.atomic():
        if Evidence.objects.filter(pk=evidence.pk, removed_at=None).update(removed_at=timezone.now()):
            _touch(evidence.need)
            details = {"evidence": evidence.pk}
            record("needs.evidence_removed", by=by, subject=reference(evidence.need), details=details)


def restore_evidence(*, evidence: Evidence, by: Actor) -> None:
    """Take the removal back."""
    with transaction.atomic():
        if Evidence.objects.filter(pk=evidence.pk, removed_at__isnull=False).update(removed_at=None):
            _touch(evidence.need)
            details = {"evidence": evidence.pk}
            record("needs.evidence_restored", by=by, subject=reference(evidence.need), details=details)


def _touch(need: Need) -> None:
    Need.objects.filter(pk=need.pk).update(updated_at=timezone.now())
