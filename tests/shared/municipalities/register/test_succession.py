"""Following a key through what happened to it."""

from __future__ import annotations

from datetime import date

import pytest

from shared.municipalities.register.entries import read_register
from shared.municipalities.register.succession import AmbiguousSuccessor, Succession, resolve_successor

TODAY = date(2026, 11, 1)


def shipped() -> list[Succession]:
    return [
        Succession(change.predecessor_ags, change.successor_ags, change.effective_on)
        for change in read_register().changes
        if change.confirmed
    ]


@pytest.mark.parametrize(
    ("ags", "day", "successor"),
    [
        ("06437002", TODAY, "06437016"),
        ("06437002", date(2018, 1, 1), "06437016"),
        ("06437002", date(2017, 12, 31), "06437002"),
        ("06633027", TODAY, "06633030"),
        ("06635005", TODAY, "06635001"),
        ("06635001", TODAY, "06635001"),
        ("06432015", TODAY, "06432015"),
        ("06435014", TODAY, "06435014"),
        ("06431002", TODAY, "06431002"),
    ],
)
def test_the_shipped_changes(ags: str, day: date, successor: str) -> None:
    assert resolve_successor(ags, day, shipped()) == successor


def test_a_chain_is_followed_to_the_day_asked_for() -> None:
    chain = [
        Succession("06431003", "06431004", date(2030, 1, 1)),
        Succession("06431001", "06431002", date(2020, 1, 1)),
        Succession("06431002", "06431003", date(2025, 1, 1)),
    ]
    days = (date(2019, 1, 1), date(2024, 12, 31), date(2025, 1, 1), date(2031, 1, 1))
    assert [resolve_successor("06431001", day, chain) for day in days] == [
        "06431001",
        "06431002",
        "06431003",
        "06431004",
    ]


def test_a_key_given_out_again_does_not_lead_into_a_circle() -> None:
    there_and_back = [
        Succession("06431001", "06431002", date(2020, 1, 1)),
        Succession("06431002", "06431001", date(2025, 1, 1)),
    ]
    assert resolve_successor("06431001", TODAY, there_and_back) == "06431001"
    assert resolve_successor("06431002", TODAY, there_and_back) == "06431001"


def test_keys_exchanged_on_one_day_are_followed_once() -> None:
    exchanged = [
        Succession("06431001", "06431002", date(2020, 1, 1)),
        Succession("06431002", "06431001", date(2020, 1, 1)),
    ]
    assert resolve_successor("06431001", TODAY, exchanged) == "06431002"
    assert resolve_successor("06431002", TODAY, exchanged) == "06431001"


def test_a_divided_municipality_has_no_single_successor() -> None:
    divided = [
        Succession("06431001", "06431002", date(2020, 1, 1)),
        Succession("06431001", "06431003", date(2020, 1, 1)),
    ]
    with pytest.raises(AmbiguousSuccessor, match="06431002, 06431003"):
        resolve_successor("06431001", TODAY, divided)
