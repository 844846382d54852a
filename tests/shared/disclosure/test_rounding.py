"""Controlled rounding: neighbouring multiples, additive, nearly exact and the same for the same seed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.disclosure import Level, protect
from shared.disclosure.rounding import Method, NoRounding, round_cells
from shared.disclosure.structure import Structure
from tests.shared.disclosure.figures import ANSWERS, NEED, TOTALS_ONLY, key, parts_of, small, task, towns

BY_FIVE = Method(5, 5)


def check(structure: Structure, rounded: list[int | None], method: Method) -> None:
    """Everything that SDC-1, rule 3 says of a rounding."""
    for value, number, is_published in zip(rounded, structure.values, structure.published, strict=True):
        assert (value is not None) == is_published
        if value is None:
            continue
        assert value >= 0
        assert value % method.base == 0
        assert abs(value - number) < method.reach
        if method.reach == method.base and number % method.base == 0:
            assert value == number
    for total, parts in structure.sums:
        shown = [rounded[one] for one in parts]
        if rounded[total] is not None and None not in shown:
            assert rounded[total] == sum(shown)  # type: ignore[arg-type]
    for numerator, denominator in structure.orders:
        if rounded[numerator] is not None:
            assert rounded[numerator] <= rounded[denominator]  # type: ignore[operator]


@settings(max_examples=40)
@given(st.integers(1, 9), st.integers(0, 10**6), st.integers(1, 60), st.integers(1, 4))
def test_rounding_keeps_the_rules(number: int, seed: int, mean: int, districts: int) -> None:
    """Towns of any size, in few or many districts; counts and ratios."""
    figures = towns(number, seed, mean=mean, districts=districts)
    for structure in parts_of(figures, ANSWERS, NEED):
        check(structure, round_cells(structure, BY_FIVE, seed="x"), BY_FIVE)


@settings(max_examples=25)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=6), st.sampled_from([Method(5, 10), Method(10, 10)]))
def test_the_ways_out_keep_them_too(numbers: list[int], method: Method) -> None:
    """The next multiples, a coarser base."""
    (structure,) = parts_of(small(*numbers), TOTALS_ONLY)
    check(structure, round_cells(structure, method, seed="x"), method)


def best_deviation(numbers: list[int]) -> int:
    """The least total deviation of towns, their district and the state, by trying everything."""
    total, best = sum(numbers), 10**9

    def go(position: int, up_to_now: int, deviation: int) -> None:
        nonlocal best
        if position == len(numbers):
            if abs(up_to_now - total) < 5 and (total % 5 or up_to_now == total):
                best = min(best, deviation + 2 * abs(up_to_now - total))
            return
        value = numbers[position]
        for rounded in {value // 5 * 5, -(-value // 5) * 5}:
            go(position + 1, up_to_now + rounded, deviation + abs(rounded - value))

    go(0, 0, 0)
    return best


@settings(max_examples=40)
@given(st.lists(st.integers(0, 24), min_size=1, max_size=7))
def test_the_total_deviation_is_the_least_possible(numbers: list[int]) -> None:
    """Compared with all roundings there are."""
    (structure,) = parts_of(small(*numbers), TOTALS_ONLY)
    rounded = round_cells(structure, BY_FIVE, seed="x")
    found = sum(abs(r - v) for r, v in zip(rounded, structure.values, strict=True) if r is not None)
    assert found == best_deviation(numbers)


def test_the_same_seed_gives_the_same_figures() -> None:
    """And another seed others, where several are equally good."""
    figures = towns(9, 5)
    results = [protect(task(figures, ANSWERS, NEED, seed=seed)).cells for seed in ("a", "a", "b")]
    assert results[0] == results[1]
    assert results[0] != results[2]


def test_what_has_not_changed_keeps_its_published_value() -> None:
    """Two towns of 8 and 7: whatever was published before stays, whatever the seed says now."""
    (structure,) = parts_of(small(8, 7), TOTALS_ONLY)
    for before in range(6):
        first = round_cells(structure, BY_FIVE, seed=f"{before}")
        previous = {k: (r, v) for k, r, v in zip(structure.keys, first, structure.values, strict=True) if r is not None}
        again = [round_cells(structure, BY_FIVE, seed=f"later {n}", previous=previous) for n in range(4)]
        assert again == [first] * 4


def test_what_cannot_be_rounded_is_said() -> None:
    """A total that is a multiple, but no sum of neighbouring multiples: 15 towns of 1 cannot be 15 in fives."""
    (structure,) = parts_of(small(*[5, 5, 5]), TOTALS_ONLY)
    structure.values[structure.keys.index(key("t.answers", Level.STATE, "06"))] = 100
    with pytest.raises(NoRounding):
        round_cells(structure, BY_FIVE, seed="x")


def test_a_full_release_is_rounded() -> None:
    """42 towns, about 4,900 cells; how long it takes is the benchmark ``release_s`` (aim: 2 seconds)."""
    done = protect(task(towns(42), ANSWERS, NEED, is_attacked=False))
    assert len(done.cells) > 4500
