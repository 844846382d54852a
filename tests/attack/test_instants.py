"""T41: the platform at moments at which clocks and calendars trip: the same figures, everything in exactly one period.

What is expected stands here as written dates, not as something computed with the code under test. Sunday 25 October
2026 has the hour from two to three twice, Sunday 28 March 2027 not at all; midnight in Germany is the evening before
in UTC, in which the server's clock and PostgreSQL run.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine

from kisi.core.actors import SYSTEM
from kisi.core.facts import collector, collectors
from kisi.core.periods import Period, PeriodKind, period_at
from kisi.core.realms import MunicipalityRef, current_municipality
from kisi.core.roles import Role
from shared.metrics.collection.planning import open_periods
from tenants.contact_points import actions as places
from tenants.contact_points.ics import office_hours_calendar
from tenants.contact_points.models import ContactPoint, OfficeHours
from tenants.contact_points.queries import with_hours
from tenants.participation.actions import begin, delete_expired
from tenants.surveys.actions import accept_response
from tenants.surveys.facts import RESPONSES
from tenants.surveys.models import Response
from tenants.surveys.problems import WaveNotOpen
from tenants.surveys.vocabulary import Standing
from tenants.workspace.models import ChecklistEntry
from tests.accounts import person
from tests.tenants.surveys.waves import FULL, open_wave, version
from tests.tenants.workspace.test_checklists import adopt_list

pytestmark = pytest.mark.attack

BERLIN = ZoneInfo("Europe/Berlin")
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Instant:
    """A moment in UTC and what it is in Germany: the day, its Monday, half-year and quarter; the Monday's half-year."""

    moment: str
    day: str
    monday: str
    half: str
    quarter: str
    half_of_sheet: str

    @property
    def at(self) -> datetime:
        """The moment."""
        return datetime.fromisoformat(self.moment).replace(tzinfo=UTC)

    @property
    def today(self) -> date:
        """The German day."""
        return date.fromisoformat(self.day)


INSTANTS = [
    Instant("2026-10-25T00:30:00", "2026-10-25", "2026-10-19", "2026-H2", "2026-Q4", "2026-H2"),
    Instant("2026-10-25T01:30:00", "2026-10-25", "2026-10-19", "2026-H2", "2026-Q4", "2026-H2"),
    Instant("2027-03-28T00:59:59", "2027-03-28", "2027-03-22", "2027-H1", "2027-Q1", "2027-H1"),
    Instant("2027-03-28T01:00:00", "2027-03-28", "2027-03-22", "2027-H1", "2027-Q1", "2027-H1"),
    Instant("2027-03-31T21:59:59", "2027-03-31", "2027-03-29", "2027-H1", "2027-Q1", "2027-H1"),
    Instant("2027-03-31T22:00:00", "2027-04-01", "2027-03-29", "2027-H1", "2027-Q2", "2027-H1"),
    Instant("2027-06-30T21:59:59", "2027-06-30", "2027-06-28", "2027-H1", "2027-Q2", "2027-H1"),
    Instant("2027-06-30T22:00:00", "2027-07-01", "2027-06-28", "2027-H2", "2027-Q3", "2027-H1"),
    Instant("2027-12-31T22:59:59", "2027-12-31", "2027-12-27", "2027-H2", "2027-Q4", "2027-H2"),
    Instant("2027-12-31T23:00:00", "2028-01-01", "2027-12-27", "2028-H1", "2028-Q1", "2027-H2"),
    Instant("2028-02-28T23:30:00", "2028-02-29", "2028-02-28", "2028-H1", "2028-Q1", "2028-H1"),
    Instant("2028-02-29T22:59:59", "2028-02-29", "2028-02-28", "2028-H1", "2028-Q1", "2028-H1"),
]


@pytest.fixture(params=INSTANTS, ids=lambda instant: instant.moment)
def instant(request: pytest.FixtureRequest, in_bensheim: MunicipalityRef) -> Iterator[Instant]:
    """Bensheim at that moment; the clock stands."""
    found: Instant = request.param
    with time_machine.travel(found.at, tick=False):
        yield found


def sheets_in(period: Period) -> int:
    """How many sheets a period reports."""
    source = collector("tenants.surveys.answers")
    rows = source.count(source.look(period))
    return next(int(one.numerator) for one in rows if one.metric == RESPONSES and not one.cell)


def neighbours(kind: PeriodKind, day: date) -> list[Period]:
    """Five periods in a row around a day."""
    middle = period_at(day, kind)
    return [middle.previous.previous, middle.previous, middle, middle.next, middle.next.next]


def figures(period: Period) -> list[Any]:
    """Everything the town reports of a period."""
    return sorted(repr(one) for source in collectors() for one in source.count(source.look(period)))


def test_an_instant(instant: Instant) -> None:
    """One test for all of them: a fresh database for each would cost more than what is asked of it."""
    periods_and_collection(instant)
    sheets_and_figures(instant)
    waves_open_and_close(instant)
    begun_sheets_are_kept_until_the_end_of_the_next_day(instant)
    office_hours(instant)
    due_days_of_newcomers(instant)


def periods_and_collection(instant: Instant) -> None:
    """The half-year and quarter of the moment; the running half-year is collected and the one before."""
    now = datetime.now(UTC)
    assert period_at(now).key == instant.half
    assert period_at(now, PeriodKind.QUARTER).key == instant.quarter
    assert [period.key for period in open_periods()][1] == instant.half
    assert instant.half_of_sheet in {period.key for period in open_periods()}


def sheets_and_figures(instant: Instant) -> None:
    """A sheet of this moment is filed under its Monday and counted in exactly one period of each kind, for ever."""
    wave = open_wave(version(), opens_on=instant.today, closes_on=instant.today)
    sheet = accept_response(wave=wave, id=uuid.uuid4(), channel="link", language="ar", answers=FULL, consent_version=1)
    assert sheet.week == date.fromisoformat(instant.monday)
    for kind in PeriodKind:
        counted = {period.key: sheets_in(period) for period in neighbours(kind, instant.today)}
        assert sorted(counted.values()) == [0, 0, 0, 0, 1], counted
    (half,) = [one for one in neighbours(PeriodKind.HALF_YEAR, instant.today) if sheets_in(one)]
    assert half.key == instant.half_of_sheet
    before = figures(half)
    for later in (SECOND, timedelta(hours=1), DAY, 30 * DAY):
        with time_machine.travel(instant.at + later, tick=False):
            assert sheets_in(half) == 1
            if period_at(instant.at + later) == period_at(instant.at):
                assert figures(half) == before, later


def waves_open_and_close(instant: Instant) -> None:
    """A wave of this one German day takes sheets from its first to its last second, and none beside."""
    wave = open_wave(version(), opens_on=instant.today, closes_on=instant.today)
    first = datetime.combine(instant.today, time(), tzinfo=BERLIN).astimezone(UTC)
    last = datetime.combine(instant.today + DAY, time(), tzinfo=BERLIN).astimezone(UTC) - SECOND
    assert first <= instant.at <= last
    number = Response.objects.count()
    for moment, standing in (
        (first - SECOND, Standing.UPCOMING),
        (first, Standing.OPEN),
        (instant.at, Standing.OPEN),
        (last, Standing.OPEN),
        (last + SECOND, Standing.CLOSED),
    ):
        with time_machine.travel(moment, tick=False):
            assert wave.standing(moment.astimezone(BERLIN).date()) is standing
            try:
                accept_response(
                    wave=wave, id=uuid.uuid4(), channel="link", language="de", answers=FULL, consent_version=1
                )
                number += 1
            except WaveNotOpen:
                assert standing is not Standing.OPEN
    assert Response.objects.filter(wave=wave).count() == 3
    assert Response.objects.count() == number


def begun_sheets_are_kept_until_the_end_of_the_next_day(instant: Instant) -> None:
    """Retention: not a second less in Germany, and not a day more."""
    wave = open_wave(version(), opens_on=instant.today, closes_on=instant.today)
    draft = begin(wave=wave, language="de", consent_version=1)
    assert draft.expires_on == instant.today + DAY
    over = datetime.combine(instant.today + 2 * DAY, time(), tzinfo=BERLIN).astimezone(UTC)
    with time_machine.travel(over - SECOND, tick=False):
        assert delete_expired() == 0
    with time_machine.travel(over, tick=False):
        assert delete_expired() == 1


def office_hours(instant: Instant) -> None:
    """Every day from 9 to 12 by the clock on the wall, in the calendar file too; at night until the clocks say so."""
    place = places.add_contact_point(contact_point=ContactPoint(name="Integrationszentrum"), by=SYSTEM)
    for weekday in range(1, 8):
        OfficeHours.objects.create(contact_point=place, weekday=weekday, opens_at=time(9), closes_at=time(12))
    nine, twelve = (datetime.combine(instant.today, time(hour), tzinfo=BERLIN) for hour in (9, 12))
    hours = with_hours([place])[0].schedule
    (session,) = hours.sessions_on(instant.today)
    assert (session.starts_at, session.ends_at) == (nine, twelve)
    assert [hours.at(moment).is_open for moment in (nine - SECOND, nine, twelve - SECOND, twelve)] == [
        False, True, True, False,
    ]  # fmt: skip
    told = hours.at(instant.at).following
    assert told is not None
    assert told.starts_at.astimezone(BERLIN).time() == time(9)
    calendar: Any = icalendar.Calendar.from_ical(office_hours_calendar(with_hours([place]), name="x", host="y"))
    events = calendar.walk("VEVENT")
    assert len(events) == 7
    assert {str(event["DTSTART"].params["TZID"]) for event in events} == {"Europe/Berlin"}
    assert {(event.decoded("DTSTART").time(), event.decoded("DTEND").time()) for event in events} == {
        (time(9), time(12))
    }


def due_days_of_newcomers(instant: Instant) -> None:
    """The days of the list for newcomers count from the German day on which somebody begins."""
    person(current_municipality(), Role.GUIDE)
    adopt_list()
    due = ChecklistEntry.objects.order_by("due_on").values_list("due_on", flat=True)
    assert list(due) == [instant.today + number * DAY for number in (2, 14, 30)]


def test_a_planted_utc_day_is_found(in_bensheim: MunicipalityRef, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who takes the server's day instead of Germany's: half of the instants show it."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_more: datetime.now(UTC).date())
    found = 0
    for instant in INSTANTS:
        with time_machine.travel(instant.at, tick=False):
            wave = open_wave(version(), opens_on=instant.today, closes_on=instant.today)
            found += begin(wave=wave, language="de", consent_version=1).expires_on != instant.today + DAY
    assert found == sum(instant.at.date() != instant.today for instant in INSTANTS) == 4
