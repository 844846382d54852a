"""Adding, changing and removing contact points."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from tenants.contact_points.models import ContactPoint
from tenants.contact_points.problems import MainIsNeeded

FIELDS: Final = (
    "name", "street", "postal_code", "place", "directions", "accessibility", "phone", "email", "languages", "order",
    "is_main", "is_visible",
)  # fmt: skip


def add_contact_point(*, contact_point: ContactPoint, by: Actor) -> ContactPoint:
    """Store a new contact point; the first one, or one marked so, becomes the main one. Raises ``ValidationError``."""
    with transaction.atomic():
        others = _lock_present()
        contact_point.is_main = contact_point.is_main or not others
        _check_and_save(contact_point)
        record("contact_points.added", by=by, subject=reference(contact_point), details={"name": contact_point.name})
    return contact_point


def change_contact_point(*, contact_point: ContactPoint, by: Actor) -> ContactPoint:
    """Store changed values; the trail keeps what changed from what to what.

    Raises ``ValidationError`` and ``MainIsNeeded``.
    """
    with transaction.atomic():
        before = next((row for row in _lock_present() if row.pk == contact_point.pk), None)
        if before is None:
            raise ContactPoint.DoesNotExist
        if before.is_main and not contact_point.is_main:
            raise MainIsNeeded(_("Machen Sie stattdessen eine andere Anlaufstelle zur Haupt-Anlaufstelle."))
        changes = _changes(before, contact_point)
        if changes:
            _check_and_save(contact_point)
            record("contact_points.changed", by=by, subject=reference(contact_point), details=changes)
    return contact_point


def remove_contact_point(*, contact_point: ContactPoint, by: Actor) -> None:
    """Take a contact point off every page; it can be restored. Raises ``MainIsNeeded``."""
    with transaction.atomic():
        row = next((row for row in _lock_present() if row.pk == contact_point.pk), None)
        if row is None:
            return
        if row.is_main:
            raise MainIsNeeded(
                _("Diese ist die Haupt-Anlaufstelle. Machen Sie zuerst eine andere zur Haupt-Anlaufstelle.")
            )
        ContactPoint.objects.filter(pk=row.pk).update(removed_at=timezone.now())
        record("contact_points.removed", by=by, subject=reference(row), details={"name": row.name})


def restore_contact_point(*, contact_point: ContactPoint, by: Actor) -> None:
    """Take the removal back. Nothing happens where it was not removed."""
    with transaction.atomic():
        changed = ContactPoint.objects.filter(pk=contact_point.pk, removed_at__isnull=False).update(removed_at=None)
        if changed:
            record(
                "contact_points.restored",
                by=by,
                subject=reference(contact_point),
                details={"name": contact_point.name},
            )


def reference(contact_point: ContactPoint) -> str:
    """How the trail names a contact point."""
    return f"contact_points.contact_point:{contact_point.pk}"


def _lock_present() -> list[ContactPoint]:
    """All that are there, locked: which one is the main one is decided among all."""
    return list(ContactPoint.objects.present().select_for_update())


def _check_and_save(contact_point: ContactPoint) -> None:
    contact_point.full_clean(validate_constraints=False)
    if contact_point.is_main:
        ContactPoint.objects.filter(is_main=True).exclude(pk=contact_point.pk).update(is_main=False)
    contact_point.save()


def _changes(before: ContactPoint, after: ContactPoint) -> dict[str, Any]:
    return {
        name: [getattr(before, name), getattr(after, name)]
        for name in FIELDS
        if getattr(before, name) != getattr(after, name)
    }
