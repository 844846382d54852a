"""What people in Germany type is read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from kisi.ui.charts.numbers import german_number
from kisi.ui.forms import GermanDateField, GermanDecimalField


@pytest.mark.parametrize("typed", ["22.11.2026", "22.11.26", "2026-11-22", " 22. 11. 2026 "])
def test_dates_are_read(typed: str) -> None:
    assert GermanDateField().clean(typed) == date(2026, 11, 22)


@pytest.mark.parametrize("typed", ["31.02.2026", "11/22/2026", "gestern", "22.11"])
def test_other_dates_are_refused_with_the_way_out(typed: str) -> None:
    with pytest.raises(ValidationError, match=r"Tag\.Monat\.Jahr"):
        GermanDateField().clean(typed)


@pytest.mark.parametrize("typed", ["31.12.9999", "0001-01-01", "31.12.1899", "01.01.2200"])
def test_a_year_that_nobody_means_is_refused(typed: str) -> None:
    """The day after the last one there is was an error 500."""
    with pytest.raises(ValidationError, match="prüfen Sie das Jahr"):
        GermanDateField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("1.234,5", "1234.5"),
        ("2.500", "2500"),
        ("2500,50 €", "2500.50"),
        ("1234.5", "1234.5"),
        ("1 234,50", "1234.50"),
        ("0,5", "0.5"),
        ("-3,25", "-3.25"),
        ("290.657,90", "290657.90"),
    ],
)
def test_numbers_are_read(typed: str, number: str) -> None:
    assert GermanDecimalField().clean(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["zwei", "1,2,3", "NaN", "Infinity", "--4"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        GermanDecimalField().clean(typed)


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False))
def test_a_written_number_is_read_back(number: Decimal) -> None:
    written = german_number(number, 2).replace("−", "-")
    assert GermanDecimalField().clean(written) == number
