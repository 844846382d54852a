"""Bands: quartiles of released values, none of too few."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.benchmarks.bands import Released, bands_of, quartiles
from shared.disclosure import Thresholds

GROUPS = {f"{6431000 + n:08d}": {"all": "", "size": "1" if n < 6 else "2"} for n in range(12)}


def released(*values: int | None) -> list[Released]:
    """A value for each of the first towns."""
    return [
        Released("m", 1, "", ags, None if value is None else Decimal(value))
        for ags, value in zip(GROUPS, values, strict=False)
    ]


def shown(*values: int | None) -> dict[tuple[str, str], tuple[int, Decimal | None, Decimal | None, Decimal | None]]:
    """Kind and group → number, quartiles and median."""
    bands = bands_of(released(*values), GROUPS, least_of_all=10, least_of_group=5)
    return {(one.group_kind, one.group): (one.towns, one.lower, one.median, one.upper) for one in bands}


def test_ten_towns_have_a_band_and_nine_have_none() -> None:
    """10, 20, …, 100: quartiles 32.5, 55, 77.5; the group of six has its own."""
    ten = shown(*range(10, 101, 10))
    assert ten["all", ""] == (10, Decimal("32.50"), Decimal("55.00"), Decimal("77.50"))
    assert ten["size", "1"] == (6, Decimal("22.50"), Decimal("35.00"), Decimal("47.50"))
    assert ten["size", "2"] == (4, None, None, None)
    assert shown(*range(10, 91, 10))["all", ""] == (9, None, None, None)


def test_a_hidden_value_does_not_count() -> None:
    """Ten towns of which one shows nothing are nine."""
    assert shown(*range(10, 91, 10), None)["all", ""] == (9, None, None, None)
    assert shown(None)["all", ""] == (0, None, None, None)
    assert shown() == {}


@settings(max_examples=60)
@given(st.lists(st.integers(0, 10_000), min_size=5, max_size=60))
def test_quartiles_are_in_order_and_inside(values: list[int]) -> None:
    """Lower ≤ median ≤ upper, none outside the values."""
    low, middle, high = quartiles([Decimal(value) for value in values])
    assert min(values) <= low <= middle <= high <= max(values)


@pytest.mark.parametrize("rules", [{"benchmark_group": 2}, {"benchmark_municipalities": 4}])
def test_rules_that_would_tell_values_are_refused(rules: dict[str, int]) -> None:
    """A group of two, or all needing less than a group."""
    with pytest.raises(ValueError, match="so few"):
        Thresholds(**rules)
