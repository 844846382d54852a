"""From weekly hours and exceptions to what really takes place: pure functions over plain values.

A session is stored in UTC; wall clock times become moments in the municipality's time zone. In the
night in which the clocks go forward a time that does not exist counts as the hour later; in the night
in which they go back the first of two equal times counts (as RFC 5545, 3.3.5, does).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final

from tenants.contact_points.vocabulary import ExceptionKind

LOOK_AHEAD: Final = 400
"""Days that are searched for the next session: more than a year, so that a season's hours are found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyHours:
    """Open on one weekday (ISO: Monday is 1) of every week in its validity."""

    weekday: int
    opens_at: time
    closes_at: time
    note: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    def takes_place_on(self, day: date) -> bool:
        """Whether this is a day of these hours, exceptions aside."""
        return (
            day.isoweekday() == self.weekday
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_until is None or day <= self.valid_until)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferentDays:
    """An exception on some days in a row; times are given unless it closes."""

    kind: str
    first_day: date
    last_day: date
    opens_at: time | None = None
    closes_at: time | None = None
    reason: str = ""

    def counts_on(self, day: date) -> bool:
        """Whether the exception covers this day."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """One time at which the contact point is open. Both moments are UTC, so that they compare rightly."""

    starts_at: datetime
    ends_at: datetime
    note: str = ""
    is_exception: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """What holds at one moment: the session that is running, and the next one after it."""

    running: Session | None
    following: Session | None

    @property
    def is_open(self) -> bool:
        """Whether somebody can come in."""
        return self.running is not None


@dataclass(frozen=True, slots=True)
class Schedule:
    """All that decides when one contact point is open."""

    zone: tzinfo
    weekly: Sequence[WeeklyHours] = field(default=())
    exceptions: Sequence[DifferentDays] = field(default=())

    def sessions_on(self, day: date) -> list[Session]:
        """What takes place on one day, the earliest first."""
        here = [exception for exception in self.exceptions if exception.counts_on(day)]
        if any(exception.kind == ExceptionKind.CLOSED for exception in here):
            return []
        made = [*self._usual_on(day, here), *self._of(day, here, ExceptionKind.ADDITIONAL)]
        return sorted(session for session in made if session.starts_at < session.ends_at)

    def sessions_between(self, first_day: date, last_day: date) -> list[Session]:
        """What takes place from one day to another, both included."""
        return [session for day in days_between(first_day, last_day) for session in self.sessions_on(day)]

    def at(self, moment: datetime) -> Opening:
        """What holds at an aware moment; a session counts from its first second to before its last."""
        today = moment.astimezone(self.zone).date()
        running = None
        for session in self._from(today):
            if session.starts_at <= moment < session.ends_at:
                running = running or session
            elif moment < session.starts_at:
                return Opening(running, session)
        return Opening(running, None)

    def _from(self, day: date) -> Iterator[Session]:
        for distance in range(LOOK_AHEAD):
            yield from self.sessions_on(day + timedelta(days=distance))

    def _usual_on(self, day: date, here: Iterable[DifferentDays]) -> list[Session]:
        usual = [hours for hours in self.weekly if hours.takes_place_on(day)]
        if not usual:
            return []
        different = self._of(day, here, ExceptionKind.DIFFERENT)
        return different or [
            self._session(day, hours.opens_at, hours.closes_at, hours.note, is_exception=False) for hours in usual
        ]

    def _of(self, day: date, here: Iterable[DifferentDays], kind: ExceptionKind) -> list[Session]:
        return [
            self._session(day, found.opens_at, found.closes_at, found.reason, is_exception=True)
            for found in here
            if found.kind == kind and found.opens_at is not None and found.closes_at is not None
        ]

    def _session(self, day: date, opens_at: time, closes_at: time, note: str, *, is_exception: bool) -> Session:
        return Session(moment_of(day, opens_at, self.zone), moment_of(day, closes_at, self.zone), note, is_exception)


def moment_of(day: date, clock: time, zone: tzinfo) -> datetime:
    """The moment of a wall clock time, in UTC."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def days_between(first_day: date, last_day: date) -> Iterator[date]:
    """Every day from one to another, both included; none where they stand the wrong way round."""
    for distance in range((last_day - first_day).days + 1):
        yield first_day + timedelta(days=distance)


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week of a day."""
    monday = day - timedelta(days=day.isoweekday() - 1)
    return monday, monday + timedelta(days=6)
