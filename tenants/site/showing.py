"""Office hours in the words of the page's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import timezone

from tenants.contact_points.models import ContactPoint, HoursException, OfficeHours
from tenants.contact_points.queries import OpenContactPoint
from tenants.contact_points.vocabulary import ExceptionKind
from tenants.site.words import Words

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS: Final = "{:%d.%m.%Y}"


@dataclass(frozen=True, slots=True)
class ShownTimes:
    """One line of hours: which day, when, and what the town adds in German."""

    day: str
    times: str
    validity: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """A contact point as visitors see it."""

    point: ContactPoint
    is_open: bool
    state: str
    following: str
    weekly: list[ShownTimes]
    changes: list[ShownTimes]

    @property
    def phone_link(self) -> str:
        """What a phone can dial."""
        return "".join(sign for sign in self.point.phone if sign.isdigit() or sign == "+")


def shown(found: OpenContactPoint, words: Words) -> ShownPoint:
    """A contact point with its hours at this moment."""
    now = found.now
    if now.running is not None:
        state = words.filled("open_until", time=_clock(now.running.ends_at))
    else:
        state = words["closed_now"] if found.hours_in_force or found.coming_exceptions else words["no_hours"]
    return ShownPoint(
        point=found.contact_point,
        is_open=now.is_open,
        state=state,
        following=_session(words, now.following.starts_at) if now.following else "",
        weekly=[_weekly(row, words) for row in found.hours_in_force],
        changes=[_change(row, words) for row in found.coming_exceptions],
    )


def _session(words: Words, moment: datetime) -> str:
    local = timezone.localtime(moment)
    return words.filled("next_session", day=weekday(local.date(), words), date=DAYS.format(local), time=_clock(moment))


def _weekly(row: OfficeHours, words: Words) -> ShownTimes:
    validity = " ".join(_validity(row, words))
    return ShownTimes(words[WEEKDAYS[row.weekday - 1]], _times(row, words), validity, row.note)


def _validity(row: OfficeHours, words: Words) -> Iterator[str]:
    if row.valid_from and row.valid_from > timezone.localdate():
        yield words.filled("from_day", day=DAYS.format(row.valid_from))
    if row.valid_until:
        yield words.filled("until_day", day=DAYS.format(row.valid_until))


def _change(row: HoursException, words: Words) -> ShownTimes:
    first, last = _dated(row.first_day, words), _dated(row.last_day, words)
    days = first if row.first_day == row.last_day else words.filled("day_range", first=first, last=last)
    if row.kind == ExceptionKind.CLOSED:
        return ShownTimes(days, words["closed"], note=row.reason)
    return ShownTimes(days, f"{words[row.kind]}: {_times(row, words)}", note=row.reason)


def _dated(day: date, words: Words) -> str:
    return words.filled("day_and_date", day=weekday(day, words), date=DAYS.format(day))


def _times(row: OfficeHours | HoursException, words: Words) -> str:
    # The isolates keep the two times in their order between right-to-left words.
    return words.filled("clock", times=f"\u2066{row.opens_at:%H:%M}–{row.closes_at:%H:%M}\u2069")


def weekday(day: date, words: Words) -> str:
    """The name of a day of the week."""
    return words[WEEKDAYS[day.weekday()]]


def _clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"
