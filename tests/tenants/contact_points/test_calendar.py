"""Which sessions take place: weekly hours, validity, exceptions, and the nights in which the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenants.contact_points.calendar import (
    DifferentDays,
    Schedule,
    Session,
    WeeklyHours,
    days_between,
    week_of,
)

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = WeeklyHours(weekday=2, opens_at=time(14), closes_at=time(16))
THURSDAY = WeeklyHours(weekday=4, opens_at=time(14), closes_at=time(16))
BENSHEIM = (TUESDAY, THURSDAY)


def berlin(year: int, month: int, day: int, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN, fold=fold)


def told(sessions: list[Session] | list[Session | None]) -> list[str]:
    """Sessions as wall clock times; one that is missing is left out."""
    return [
        f"{found.starts_at.astimezone(BERLIN):%a %d.%m. %H:%M}–{found.ends_at.astimezone(BERLIN):%H:%M}"
        for found in sessions
        if found is not None
    ]


def test_a_week() -> None:
    """One weekly line and two; Monday to Sunday of any day of the week."""
    first, last = week_of(date(2026, 11, 29))
    assert (first, last) == (date(2026, 11, 23), date(2026, 11, 29))
    assert told(Schedule(BERLIN, [TUESDAY]).sessions_between(first, last)) == ["Tue 24.11. 14:00–16:00"]
    assert told(Schedule(BERLIN, BENSHEIM).sessions_between(first, last)) == [
        "Tue 24.11. 14:00–16:00",
        "Thu 26.11. 14:00–16:00",
    ]
    assert list(days_between(last, first)) == []


def test_validity_counts_its_first_and_last_day() -> None:
    """Not a day more."""
    season = WeeklyHours(
        weekday=2, opens_at=time(9), closes_at=time(10), valid_from=date(2026, 11, 10), valid_until=date(2026, 11, 24)
    )
    found = Schedule(BERLIN, [season]).sessions_between(date(2026, 11, 1), date(2026, 12, 31))
    assert told(found) == ["Tue 10.11. 09:00–10:00", "Tue 17.11. 09:00–10:00", "Tue 24.11. 09:00–10:00"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("closed", []),
        ("different", ["Tue 24.11. 09:00–10:00"]),
        ("additional", ["Tue 24.11. 09:00–10:00", "Tue 24.11. 14:00–16:00", "Wed 25.11. 09:00–10:00"]),
    ],
)
def test_exceptions_win(kind: str, expected: list[str]) -> None:
    """On their days, and only what their kind says."""
    times = {} if kind == "closed" else {"opens_at": time(9), "closes_at": time(10)}
    exception = DifferentDays(kind=kind, first_day=date(2026, 11, 24), last_day=date(2026, 11, 25), **times)
    schedule = Schedule(BERLIN, BENSHEIM, [exception])
    assert told(schedule.sessions_between(date(2026, 11, 24), date(2026, 11, 25))) == expected
    assert told(schedule.sessions_on(date(2026, 11, 26))) == ["Thu 26.11. 14:00–16:00"]


def test_closing_wins_over_every_other_exception() -> None:
    """Whatever order they were written down in."""
    day = date(2026, 11, 24)
    times = {"first_day": day, "last_day": day, "opens_at": time(9), "closes_at": time(10)}
    others = [DifferentDays(kind="different", **times), DifferentDays(kind="additional", **times)]
    closed = DifferentDays(kind="closed", first_day=day, last_day=day)
    assert len(Schedule(BERLIN, BENSHEIM, others).sessions_on(day)) == 2
    assert Schedule(BERLIN, BENSHEIM, [*others, closed]).sessions_on(day) == []
    assert Schedule(BERLIN, BENSHEIM, [closed, *others]).sessions_on(day) == []


def test_open_now_and_next() -> None:
    """From the first second on, until before the last; weekly hours seem longer for neither border."""
    schedule = Schedule(BERLIN, BENSHEIM)
    before, start, end = berlin(2026, 11, 24, 13, 59), berlin(2026, 11, 24, 14), berlin(2026, 11, 24, 16)
    assert not schedule.at(before).is_open
    assert told([schedule.at(before).following]) == ["Tue 24.11. 14:00–16:00"]
    assert told([schedule.at(start).running]) == ["Tue 24.11. 14:00–16:00"]
    assert told([schedule.at(start).following]) == ["Thu 26.11. 14:00–16:00"]
    assert schedule.at(end - timedelta(seconds=1)).is_open
    assert not schedule.at(end).is_open
    assert Schedule(BERLIN).at(start) == Schedule(BERLIN, [TUESDAY], [_closed_for_years()]).at(start)


def _closed_for_years() -> DifferentDays:
    return DifferentDays(kind="closed", first_day=date(2026, 1, 1), last_day=date(2029, 1, 1))


def test_the_next_session_lies_behind_a_long_closure() -> None:
    """Months may pass."""
    closed = DifferentDays(kind="closed", first_day=date(2026, 11, 1), last_day=date(2027, 5, 31))
    found = Schedule(BERLIN, BENSHEIM, [closed]).at(berlin(2026, 11, 24, 14))
    assert (found.running, told([found.following])) == (None, ["Tue 01.06. 14:00–16:00"])


def test_the_same_clock_time_on_both_sides_of_a_change() -> None:
    """Two o'clock in the afternoon is 13:00 UTC in winter and 12:00 UTC in summer."""
    schedule = Schedule(BERLIN, [TUESDAY])
    winter, summer = schedule.sessions_between(date(2026, 3, 24), date(2026, 3, 31))
    assert winter.starts_at == datetime(2026, 3, 24, 13, tzinfo=UTC)
    assert summer.starts_at == datetime(2026, 3, 31, 12, tzinfo=UTC)


def test_the_sunday_on_which_an_hour_is_missing() -> None:
    """29 March 2026: 02:30 does not exist and counts as 03:30; what would be empty does not take place."""
    night = WeeklyHours(weekday=7, opens_at=time(1), closes_at=time(3))
    (session,) = Schedule(BERLIN, [night]).sessions_on(date(2026, 3, 29))
    assert session.ends_at - session.starts_at == timedelta(hours=1)
    gap = WeeklyHours(weekday=7, opens_at=time(2), closes_at=time(3))
    assert Schedule(BERLIN, [gap]).sessions_on(date(2026, 3, 29)) == []
    half = WeeklyHours(weekday=7, opens_at=time(2, 30), closes_at=time(4))
    assert told(Schedule(BERLIN, [half]).sessions_on(date(2026, 3, 29))) == ["Sun 29.03. 03:30–04:00"]


def test_the_sunday_on_which_an_hour_comes_twice() -> None:
    """25 October 2026: 02:30 is taken for the first of the two; the moment tells them apart."""
    night = WeeklyHours(weekday=7, opens_at=time(2, 15), closes_at=time(2, 45))
    schedule = Schedule(BERLIN, [night])
    (session,) = schedule.sessions_on(date(2026, 10, 25))
    assert session.ends_at - session.starts_at == timedelta(minutes=30)
    assert schedule.at(berlin(2026, 10, 25, 2, 30, fold=0)).is_open
    assert not schedule.at(berlin(2026, 10, 25, 2, 30, fold=1)).is_open
    long = WeeklyHours(weekday=7, opens_at=time(1), closes_at=time(4))
    (session,) = Schedule(BERLIN, [long]).sessions_on(date(2026, 10, 25))
    assert session.ends_at - session.starts_at == timedelta(hours=4)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (naive bounds)
clocks = st.tuples(st.integers(0, 22), st.integers(0, 59), st.integers(1, 60)).map(
    lambda parts: (time(parts[0], parts[1]), (datetime(2026, 1, 1, *parts[:2]) + timedelta(minutes=parts[2])).time())  # noqa: DTZ001
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(moments, st.lists(st.tuples(st.integers(1, 7), clocks), max_size=4))
def test_now_and_next_agree_with_the_list(moment: datetime, lines: list[tuple[int, tuple[time, time]]]) -> None:
    """At any moment: what runs is in the list of the day, what follows is the first that starts later."""
    weekly = [WeeklyHours(weekday=day, opens_at=clock[0], closes_at=clock[1]) for day, clock in lines]
    schedule = Schedule(BERLIN, weekly)
    today = moment.astimezone(BERLIN).date()
    listed = schedule.sessions_between(today - timedelta(days=1), today + timedelta(days=15))
    found = schedule.at(moment)
    running = [session for session in listed if session.starts_at <= moment < session.ends_at]
    assert found.is_open == bool(running)
    assert found.following == min((session for session in listed if session.starts_at > moment), default=None)
