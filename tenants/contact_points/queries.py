"""Reads with more than one caller: which sessions take place, what is open now, what is different soon."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Subquery
from django.utils import timezone

from tenants.contact_points.calendar import DifferentDays, Opening, Schedule, Session, WeeklyHours
from tenants.contact_points.models import ContactPoint, HoursException, OfficeHours


@dataclass(frozen=True, slots=True)
class OpenContactPoint:
    """A contact point together with the rows that say when it is open."""

    contact_point: ContactPoint
    hours: list[OfficeHours]
    exceptions: list[HoursException]

    @property
    def schedule(self) -> Schedule:
        """The rows as plain values to reckon with."""
        return Schedule(
            timezone.get_default_timezone(),
            [_weekly(row) for row in self.hours],
            [_different(row) for row in self.exceptions],
        )

    @property
    def now(self) -> Opening:
        """Whether it is open at this moment, and when next."""
        return self.schedule.at(timezone.now())

    @property
    def hours_in_force(self) -> list[OfficeHours]:
        """The weekly hours that hold today or later."""
        today = timezone.localdate()
        return [row for row in self.hours if row.valid_until is None or row.valid_until >= today]

    @property
    def coming_exceptions(self) -> list[HoursException]:
        """The exceptions that are not over, the next first."""
        today = timezone.localdate()
        return [row for row in self.exceptions if row.last_day >= today]


@dataclass(frozen=True, slots=True)
class HeldSession:
    """A session and where it takes place."""

    contact_point: ContactPoint
    session: Session


def with_hours(contact_points: Iterable[ContactPoint]) -> list[OpenContactPoint]:
    """Contact points with their hours and exceptions, in two statements for all of them."""
    points = list(contact_points)
    hours: dict[int, list[OfficeHours]] = defaultdict(list)
    exceptions: dict[int, list[HoursException]] = defaultdict(list)
    if points:
        for row in OfficeHours.objects.filter(contact_point__in=points):
            hours[row.contact_point_id].append(row)
        for exception in HoursException.objects.filter(contact_point__in=points, removed_at=None):
            exceptions[exception.contact_point_id].append(exception)
    return [OpenContactPoint(point, hours[point.pk], exceptions[point.pk]) for point in points]


def visible_contact_points() -> list[OpenContactPoint]:
    """What visitors see, the main one first."""
    return with_hours(ContactPoint.objects.visible())


def sessions_between(points: Iterable[OpenContactPoint], first_day: date, last_day: date) -> list[HeldSession]:
    """Which sessions take place from one day to another at some contact points, the earliest first."""
    held = [
        HeldSession(point.contact_point, session)
        for point in points
        for session in point.schedule.sessions_between(first_day, last_day)
    ]
    return sorted(held, key=lambda found: (found.session, found.contact_point.pk))


def main_contact_point() -> ContactPoint | None:
    """The one that stands for the municipality; None where somebody has removed all."""
    return ContactPoint.objects.present().filter(is_main=True).first()


def main_hours() -> list[OfficeHours]:
    """The weekly hours of the first contact point that hold today or later; one statement."""
    first = ContactPoint.objects.present().values("pk")[:1]
    rows = OfficeHours.objects.filter(contact_point=Subquery(first))
    return list(rows.exclude(valid_until__lt=timezone.localdate()))


def _weekly(row: OfficeHours) -> WeeklyHours:
    return WeeklyHours(
        weekday=row.weekday,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        note=row.note,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _different(row: HoursException) -> DifferentDays:
    return DifferentDays(
        kind=row.kind,
        first_day=row.first_day,
        last_day=row.last_day,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        reason=row.reason,
    )
