"""Office hours as a calendar to subscribe to (RFC 5545): weekly events with EXDATE, and single ones for exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Final

import icalendar
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.contact_points.calendar import days_between, moment_of
from tenants.contact_points.models import HoursException, OfficeHours
from tenants.contact_points.queries import OpenContactPoint
from tenants.contact_points.vocabulary import ExceptionKind

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
REFRESH: Final = timedelta(hours=12)
ZONE_YEARS: Final = 5
"""So many years around today the calendar explains when the clocks change."""


def office_hours_calendar(points: Iterable[OpenContactPoint], *, name: str, host: str) -> bytes:
    """The calendar of some contact points; the same bytes as long as nothing changes."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//KISI//Sprechzeiten//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for point in points:
        for component in _components(point, host):
            calendar.add_component(component)
    year = timezone.localdate().year
    calendar.add_missing_timezones(first_date=date(year - ZONE_YEARS, 1, 1), last_date=date(year + ZONE_YEARS, 1, 1))
    return bytes(calendar.to_ical())


def _components(point: OpenContactPoint, host: str) -> list[Any]:
    zone = point.schedule.zone
    weekly = [_weekly_event(point, row, zone, host) for row in point.hours]
    single = [
        _single_event(point, exception, day, zone, host)
        for exception in point.exceptions
        if exception.kind != ExceptionKind.CLOSED
        for day in days_between(exception.first_day, exception.last_day)
        if _takes_place(point, exception, day)
    ]
    return [event for event in [*weekly, *single] if event is not None]


def _takes_place(point: OpenContactPoint, exception: HoursException, day: date) -> bool:
    """Whether the exception really gives a session on this day: closing wins, other times need usual ones."""
    start = moment_of(day, exception.opens_at or time(), point.schedule.zone)
    return any(session.is_exception and session.starts_at == start for session in point.schedule.sessions_on(day))


def _weekly_event(point: OpenContactPoint, row: OfficeHours, zone: tzinfo, host: str) -> Any:
    first = _first_day(row, zone)
    if row.valid_until is not None and row.valid_until < first:
        return None
    event = _event(point, row, f"hours-{row.pk}", host)
    _add_times(event, first, row.opens_at, row.closes_at, zone)
    rule: dict[str, Any] = {"freq": "weekly", "byday": DAYS[row.weekday - 1]}
    if row.valid_until is not None:
        rule["until"] = moment_of(row.valid_until, row.closes_at, zone)
    event.add("rrule", rule)
    left_out = _days_without(point, row, first)
    if left_out:
        event.add("exdate", [datetime.combine(day, row.opens_at, tzinfo=zone) for day in left_out])
    if row.note:
        event.add("description", row.note)
    return event


def _first_day(row: OfficeHours, zone: tzinfo) -> date:
    """The first day of these hours: from their validity on, else from the week in which they were written down."""
    start = row.valid_from or row.created_at.astimezone(zone).date()
    return start + timedelta(days=(row.weekday - start.isoweekday()) % 7)


def _days_without(point: OpenContactPoint, row: OfficeHours, first: date) -> list[date]:
    """Days of these hours on which an exception takes their place."""
    days = {
        day
        for exception in point.exceptions
        if exception.kind != ExceptionKind.ADDITIONAL
        for day in days_between(max(first, exception.first_day), exception.last_day)
        if day.isoweekday() == row.weekday and (row.valid_until is None or day <= row.valid_until)
    }
    return sorted(days)


def _single_event(point: OpenContactPoint, exception: HoursException, day: date, zone: tzinfo, host: str) -> Any:
    event = _event(point, exception, f"exception-{exception.pk}-{day:%Y%m%d}", host)
    # The database lets only closed days be without times, and those make no events.
    _add_times(event, day, exception.opens_at or time(), exception.closes_at or time(), zone)
    if exception.reason:
        event.add("description", exception.reason)
    return event


def _event(point: OpenContactPoint, row: OfficeHours | HoursException, key: str, host: str) -> Any:
    event = icalendar.Event()
    event.add("uid", f"{key}@{host}")
    event.add("dtstamp", max(row.updated_at, point.contact_point.updated_at))
    event.add("summary", _("Sprechzeit: %(name)s") % {"name": point.contact_point.name})
    if point.contact_point.address:
        event.add("location", point.contact_point.address)
    return event


def _add_times(event: Any, day: date, opens_at: time, closes_at: time, zone: tzinfo) -> None:
    event.add("dtstart", datetime.combine(day, opens_at, tzinfo=zone))
    event.add("dtend", datetime.combine(day, closes_at, tzinfo=zone))
