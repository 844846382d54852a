"""Changing weekly hours and exceptions."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.audit.actions import record
from kisi.core.actors import Actor
from tenants.contact_points.actions.contact_points import reference
from tenants.contact_points.models import ContactPoint, HoursException, OfficeHours
from tenants.contact_points.problems import DaysOverlap
from tenants.contact_points.vocabulary import ExceptionKind


def set_office_hours(*, contact_point: ContactPoint, hours: Sequence[OfficeHours], by: Actor) -> None:
    """Make these the weekly hours: rows with a key are kept and changed, others added, missing ones deleted.

    Raises ``ValidationError``.
    """
    with transaction.atomic():
        ContactPoint.objects.select_for_update().get(pk=contact_point.pk)
        present = {row.pk: row for row in contact_point.office_hours.all()}
        before = [_line(row) for row in present.values()]
        for row in hours:
            row.contact_point = contact_point
            row.full_clean(validate_constraints=False)
        contact_point.office_hours.exclude(pk__in=[row.pk for row in hours if row.pk in present]).delete()
        for row in hours:
            row.save()
        after = [_line(row) for row in contact_point.office_hours.all()]
        if before != after:
            details = {"before": before, "after": after}
            record("contact_points.hours_changed", by=by, subject=reference(contact_point), details=details)


def add_exception(*, exception: HoursException, by: Actor) -> HoursException:
    """Store an exception. Raises ``ValidationError``, and ``DaysOverlap`` where another one gives other times."""
    with transaction.atomic():
        ContactPoint.objects.select_for_update().get(pk=exception.contact_point_id)
        exception.full_clean(validate_constraints=False)
        _refuse_overlap(exception)
        exception.save()
        _record("contact_points.exception_added", exception, by)
    return exception


def remove_exception(*, exception: HoursException, by: Actor) -> None:
    """The weekly hours count again on these days; it can be restored."""
    with transaction.atomic():
        removed = HoursException.objects.filter(pk=exception.pk, removed_at=None).update(removed_at=timezone.now())
        if removed:
            _record("contact_points.exception_removed", exception, by)


def restore_exception(*, exception: HoursException, by: Actor) -> None:
    """Take the removal back. Raises ``DaysOverlap`` where another one has taken its place."""
    with transaction.atomic():
        ContactPoint.objects.select_for_update().get(pk=exception.contact_point_id)
        _refuse_overlap(exception)
        restored = HoursException.objects.filter(pk=exception.pk, removed_at__isnull=False).update(removed_at=None)
        if restored:
            _record("contact_points.exception_restored", exception, by)


def _refuse_overlap(exception: HoursException) -> None:
    """Closed days may overlap with anything: closing wins. Two sets of other times on one day contradict each other."""
    if exception.kind != ExceptionKind.DIFFERENT:
        return
    other = (
        HoursException.objects.filter(
            contact_point_id=exception.contact_point_id,
            kind=ExceptionKind.DIFFERENT,
            removed_at=None,
            first_day__lte=exception.last_day,
            last_day__gte=exception.first_day,
        )
        .exclude(pk=exception.pk)
        .first()
    )
    if other is not None:
        raise DaysOverlap(
            _("Vom %(first)s bis %(last)s gilt schon eine andere Uhrzeit. Entfernen Sie zuerst diese Ausnahme.")
            % {"first": f"{other.first_day:%d.%m.%Y}", "last": f"{other.last_day:%d.%m.%Y}"}
        )


def _record(event: str, exception: HoursException, by: Actor) -> None:
    details = {
        "kind": exception.kind,
        "days": [exception.first_day.isoformat(), exception.last_day.isoformat()],
        "times": [f"{clock:%H:%M}" for clock in (exception.opens_at, exception.closes_at) if clock],
        "reason": exception.reason,
    }
    record(event, by=by, subject=reference(exception.contact_point), details=details)


def _line(row: OfficeHours) -> str:
    validity = "".join(
        f" {word} {day:%d.%m.%Y}" for word, day in (("ab", row.valid_from), ("bis", row.valid_until)) if day
    )
    note = f" ({row.note})" if row.note else ""
    return f"{row}{validity}{note}"
