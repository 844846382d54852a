"""Reporting periods: borders in German local time, keys there and back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kisi.core.periods import ZONE, Period, PeriodKind, period_at, period_of

PERIODS = st.one_of(
    st.builds(Period, st.just(PeriodKind.HALF_YEAR), st.integers(2001, 2198), st.integers(1, 2)),
    st.builds(Period, st.just(PeriodKind.QUARTER), st.integers(2001, 2198), st.integers(1, 4)),
    st.builds(Period, st.just(PeriodKind.MONTH), st.integers(2001, 2198), st.integers(1, 12)),
)


def test_cut_off_dates_are_those_of_the_regulation() -> None:
    """30 June and 31 December."""
    assert period_of("2026-H1").last_day == date(2026, 6, 30)
    assert period_of("2026-H2").last_day == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("moment", "key"),
    [
        (datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), "2026-H1"),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), "2026-H2"),
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), "2026-H2"),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "2027-H1"),
    ],
)
def test_half_years_change_at_midnight_in_germany(moment: datetime, key: str) -> None:
    """Summer time in June, winter time in December."""
    assert period_at(moment).key == key


@given(PERIODS)
def test_periods_follow_one_another_without_gap(period: Period) -> None:
    """Every moment is in exactly one."""
    assert period.ends_at == period.next.starts_at
    assert period.next.previous == period
    assert period < period.next
    assert period_of(period.key) == period
    assert period.contains(period.ends_at - timedelta(microseconds=1))
    assert not period.contains(period.ends_at)
    assert period_at(period.starts_at, period.kind) == period


def test_labels() -> None:
    """As people read them."""
    assert [period_of(key).label for key in ("2026-H1", "2026-Q3", "2026-03")] == [
        "1. Halbjahr 2026", "3. Quartal 2026", "März 2026",
    ]  # fmt: skip
    assert [period_of(key).short_label for key in ("2026-H1", "2026-Q3", "2026-03")] == [
        "1. Hj. 2026", "3. Qu. 2026", "03/2026",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "2026", "2026-H3", "2026-Q0", "2026-13", "٢٠٢٦-H1", "2026-H1\n", "0001-H1"])
def test_what_is_no_period_is_refused(text: str) -> None:
    """Also digits that are none of ours."""
    with pytest.raises(ValueError, match="period"):
        period_of(text)


def test_a_moment_without_zone_belongs_nowhere() -> None:
    """It would be off by an hour or two."""
    with pytest.raises(ValueError, match="time zone"):
        period_at(datetime(2026, 6, 30, 23, 30))  # noqa: DTZ001 (that is the point)
    assert period_at(datetime(2026, 6, 30, 23, 30, tzinfo=ZONE)).key == "2026-H1"
