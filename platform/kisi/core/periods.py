"""Reporting periods: months, quarters and half-years as values, bounded in German local time.

Data for the Commission are as at 30 June and 31 December (Reg. (EU) 2021/1060, Art. 42), so half-years
are what releases are made for. A period is written ``2026-H1``, ``2026-Q3`` or ``2026-07``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import total_ordering
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

ZONE: Final = ZoneInfo("Europe/Berlin")
"""The state's own clock; not the server's, and not a setting."""
_WRITTEN: Final = re.compile(r"(?a:(\d{4}))-(?:(H)([12])|(Q)([1-4])|(0[1-9]|1[0-2]))")
_MONTHS_IN: Final = {"month": 1, "quarter": 3, "half_year": 6}
FIRST_YEAR, LAST_YEAR = 2000, 2199


class PeriodKind(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """One period: the ``number``-th of its kind in a year (from 1). Ordered by its end, then by its length.

    Raises ``ValueError`` when there is no such period.
    """

    kind: PeriodKind
    year: int
    number: int

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR or not 1 <= self.number <= 12 // self._months:
            raise ValueError(f"no such period: {self.kind} {self.number} of {self.year}")

    @property
    def _months(self) -> int:
        return _MONTHS_IN[self.kind.value]

    @property
    def key(self) -> str:
        """How it is written in addresses, files and rows."""
        letter = {PeriodKind.HALF_YEAR: "H", PeriodKind.QUARTER: "Q"}.get(self.kind)
        return f"{self.year}-{letter}{self.number}" if letter else f"{self.year}-{self.number:02d}"

    @property
    def label(self) -> str:
        """How people read it."""
        if self.kind is PeriodKind.MONTH:
            return f"{MONTHS[self.number]} {self.year}"
        if self.kind is PeriodKind.QUARTER:
            return _("%(number)s. Quartal %(year)s") % {"number": self.number, "year": self.year}
        return _("%(number)s. Halbjahr %(year)s") % {"number": self.number, "year": self.year}

    @property
    def short_label(self) -> str:
        """How people read it where there is little room: the axis of a chart."""
        if self.kind is PeriodKind.MONTH:
            return f"{self.number:02d}/{self.year}"
        if self.kind is PeriodKind.QUARTER:
            return _("%(number)s. Qu. %(year)s") % {"number": self.number, "year": self.year}
        return _("%(number)s. Hj. %(year)s") % {"number": self.number, "year": self.year}

    @property
    def first_day(self) -> date:
        """The day it begins."""
        return date(self.year, (self.number - 1) * self._months + 1, 1)

    @property
    def last_day(self) -> date:
        """Its cut-off date (Stichtag): the last day that still belongs to it."""
        return self.next.first_day - timedelta(days=1) if self._has_next else date(self.year, 12, 31)

    @property
    def starts_at(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first_day, time.min, tzinfo=ZONE)

    @property
    def ends_at(self) -> datetime:
        """The first moment that no longer belongs to it."""
        return datetime.combine(self.last_day + timedelta(days=1), time.min, tzinfo=ZONE)

    @property
    def _has_next(self) -> bool:
        return self.number < 12 // self._months or self.year < LAST_YEAR

    @property
    def next(self) -> Period:
        """The one after it."""
        if self.number < 12 // self._months:
            return Period(self.kind, self.year, self.number + 1)
        return Period(self.kind, self.year + 1, 1)

    @property
    def previous(self) -> Period:
        """The one before it."""
        if self.number > 1:
            return Period(self.kind, self.year, self.number - 1)
        return Period(self.kind, self.year - 1, 12 // self._months)

    def contains(self, moment: date | datetime) -> bool:
        """Whether a day, or a moment with a time zone, lies in it."""
        return self.first_day <= _day_of(moment) <= self.last_day

    def __lt__(self, other: Period) -> bool:
        return (self.last_day, self._months) < (other.last_day, other._months)

    def __str__(self) -> str:
        return self.key


def _day_of(moment: date | datetime) -> date:
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone belongs to no period")
    return moment.astimezone(ZONE).date()


def period_at(moment: date | datetime, kind: PeriodKind = PeriodKind.HALF_YEAR) -> Period:
    """The period of a kind in which a day or an aware moment lies."""
    day = _day_of(moment)
    return Period(kind, day.year, (day.month - 1) // _MONTHS_IN[kind.value] + 1)


def period_of(key: str) -> Period:
    """The period that is written so.

    Raises ``ValueError``.
    """
    found = _WRITTEN.fullmatch(key)
    if not found:
        raise ValueError(f"not a period: {key[:20]!r}")
    year, half, number_of_half, quarter, number_of_quarter, month = found.groups()
    if half:
        return Period(PeriodKind.HALF_YEAR, int(year), int(number_of_half))
    if quarter:
        return Period(PeriodKind.QUARTER, int(year), int(number_of_quarter))
    return Period(PeriodKind.MONTH, int(year), int(month))
