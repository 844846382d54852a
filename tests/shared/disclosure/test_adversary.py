"""T22: nobody infers a cell from what is published; planted leaks are found, bounds are those of brute force."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.disclosure import (
    CATALOGUE,
    Catalogue,
    Entry,
    Level,
    Part,
    TooFine,
    Towns,
    check_catalogue,
    protect,
)
from shared.disclosure.adversary import Attack, Attacker, Published, attackers, not_additive, not_rounded
from shared.disclosure.editions import Edition
from shared.disclosure.others import over_releases
from shared.disclosure.partial import Contradiction
from shared.disclosure.protection import findings
from shared.disclosure.rounding import Method, round_cells
from shared.disclosure.structure import Structure
from shared.disclosure.task import Earlier, published_of
from tests.shared.disclosure.figures import (
    ANSWERS,
    NEED,
    RULES,
    TOTALS_ONLY,
    add_answer,
    key,
    parts_of,
    small,
    task,
    towns,
)

TOWNS = int(os.environ.get("KISI_ADVERSARY_TOWNS", "12"))
PERSON = {"perspective": "residents", "tongue": "t7", "sex": "d", "age_bracket": "o60"}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_release_withstands_everybody(seed: int) -> None:
    """Outsider, every town, every pair of towns, all knowing the AMIF totals: no cell below its width."""
    figures = towns(TOWNS, seed, mean=20, districts=max(2, TOWNS // 3))
    cells = protect(task(figures, ANSWERS, NEED)).cells
    for structure in parts_of(figures, ANSWERS, NEED):
        exact = frozenset(k for k in structure.keys if k.level is Level.STATE and k.cell.startswith("age_bracket"))
        published = published_of(structure, cells)
        assert not_additive(structure, published) == not_rounded(structure, published) == []
        everybody = {"known_exactly": exact, "all_pairs": structure.keys[0].metric == "t.answers"}
        assert findings(structure, published, RULES, **everybody) == []  # type: ignore[arg-type]


def every_world(structure: Structure, published: dict[int, Published], known: dict[int, int]) -> list[list[int]]:
    """All worlds there are, by counting them up (only towns' cells are free, the rest are sums)."""
    free = [n for n, k in enumerate(structure.keys) if k.level is Level.MUNICIPALITY]
    worlds = []
    for values in product(*(range(15) for _ in free)):
        world = [0] * len(structure.keys)
        for number, value in zip(free, values, strict=True):
            world[number] = value
        for total, parts in reversed(structure.sums):
            world[total] = sum(world[one] for one in parts)
        is_possible = all(low <= world[n] <= high for n, p in published.items() for low, high in [p.bounds()])
        if is_possible and all(world[n] == value for n, value in known.items()):
            worlds.append(world)
    return worlds


@settings(max_examples=25)
@given(st.lists(st.integers(0, 9), min_size=3, max_size=3), st.booleans(), st.integers(0, 5))
def test_bounds_are_those_of_brute_force(numbers: list[int], knows: bool, width: int) -> None:
    """Whatever is reported narrow is so in truth, and nothing narrow is missed."""
    (structure,) = parts_of(small(*numbers), TOTALS_ONLY)
    rounded = round_cells(structure, Method(5, 5), seed="x")
    published = {n: Published(v, 5, 5) for n, v in enumerate(rounded) if v is not None}
    town = next(n for n, k in enumerate(structure.keys) if k.level is Level.MUNICIPALITY)
    known = {town: structure.values[town]} if knows else {}
    worlds = every_world(structure, published, known)
    expected = set()
    for number in published:
        low, high = min(w[number] for w in worlds), max(w[number] for w in worlds)
        if high - low < width and number not in known:
            expected.add((structure.keys[number], low, high))
    found = Attack(structure, published).by(Attacker("x", known, width))
    assert {(f.key, f.low, f.high) for f in found} == expected


# -- planted leaks: what was published carelessly is found ------------------------------------------


def honest(figures: Towns, *entries: Entry) -> tuple[Structure, dict[int, Published]]:
    """One structure and what is rightly published of it."""
    structure = parts_of(figures, *entries)[0]
    return structure, published_of(structure, protect(task(figures, *entries)).cells)


def is_found(structure: Structure, published: dict[int, Published]) -> bool:
    """Whether any of the checks that stand before a release says no."""
    if not_additive(structure, published) or not_rounded(structure, published):
        return True
    try:
        return bool(findings(structure, published, RULES))
    except Contradiction:
        return True


def unrounded_cell() -> bool:
    """One number as it is."""
    structure, published = honest(small(7, 8, 11, 9), TOTALS_ONLY)
    number = structure.keys.index(key("t.answers", Level.MUNICIPALITY, "06431000"))
    return is_found(structure, published | {number: Published(7, 5, 5)})


def total_on_its_own() -> bool:
    """A total rounded for itself, not as the sum of its parts."""
    structure, published = honest(small(7, 7, 7), TOTALS_ONLY)
    number = structure.keys.index(key("t.answers", Level.STATE, "06"))
    return is_found(structure, published | {number: replace(published[number], value=published[number].value + 5)})


def exact_total_with_rounded_parts() -> bool:
    """Only the total is exact; the one town beside an insider lies open."""
    structure, published = honest(small(7, 8), TOTALS_ONLY)
    number = structure.keys.index(key("t.answers", Level.STATE, "06"))
    return is_found(structure, published | {number: Published(15, 100, 1)})


def rounded_to_three() -> bool:
    """A base that is too small for the widths that are promised."""
    structure = parts_of(small(0, 1, 8, 11), TOTALS_ONLY)[0]
    rounded = round_cells(structure, Method(3, 3), seed="x")
    return is_found(structure, {n: Published(v, 3, 3) for n, v in enumerate(rounded) if v is not None})


def suppressed_instead_of_rounded() -> bool:
    """Small cells left out, the rest exact: the total less the others (25 of 25 cells in the first trial)."""
    structure = parts_of(small(3, 18, 11), TOTALS_ONLY)[0]
    return is_found(structure, {n: Published(v, 1, 1) for n, v in enumerate(structure.values) if v >= 5})


def rounded_the_far_way() -> bool:
    """9 published as 5, beside a 0: whoever knows the 9 knows the 0."""
    structure = parts_of(small(9, 0), TOTALS_ONLY)[0]
    shown = {"06": 5, "06431": 5, "06431000": 5, "06431001": 0}
    return is_found(structure, {n: Published(shown[k.area], 5, 5) for n, k in enumerate(structure.keys)})


def zeros_left_out_of_the_protection() -> bool:
    """A zero that is said to be a true zero."""
    structure, published = honest(small(0, 12, 14), TOTALS_ONLY)
    number = structure.keys.index(key("t.answers", Level.MUNICIPALITY, "06431000"))
    return is_found(structure, published | {number: Published(0, 5, 1)})


def too_fine_a_table() -> bool:
    """Municipality × sex × age."""
    person = ("sex", "age_bracket")
    try:
        check_catalogue(
            Catalogue(1, (Entry("t.answers", state=(person,), district=(person,), municipality=(person,)),))
        )
    except TooFine:
        return True
    return False


def origin_below_the_state() -> bool:
    """Languages of a district."""
    tongue = ("tongue",)
    try:
        check_catalogue(Catalogue(1, (Entry("t.answers", state=(tongue,), district=(tongue,)),)))
    except TooFine:
        return True
    return False


def difference_of_two_releases() -> bool:
    """Exact state totals by sex and age in two releases: the newcomer's lie in the difference."""
    before, after = towns(6, 3), towns(6, 3)
    add_answer(after.figures["t.answers"]["06400000"], **PERSON)  # type: ignore[arg-type]
    editions = []
    for figures in (before, after):
        structure, published = honest(figures, ANSWERS)
        cells = [n for n, k in enumerate(structure.keys) if k.cell.startswith("age_bracket") and k.level is Level.STATE]
        editions.append(Edition(structure, published | {n: Published(structure.values[n], 1, 1) for n in cells}))
    found = list(over_releases(editions, RULES))
    return any(f.key.cell == "age_bracket=o60|sex=d" for f in found)


PLANTED: list[Callable[[], bool]] = [
    unrounded_cell,
    total_on_its_own,
    exact_total_with_rounded_parts,
    rounded_to_three,
    suppressed_instead_of_rounded,
    rounded_the_far_way,
    zeros_left_out_of_the_protection,
    too_fine_a_table,
    origin_below_the_state,
    difference_of_two_releases,
]


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_a_planted_leak_is_found(plant: Callable[[], bool]) -> None:
    """Ten of ten."""
    assert plant()


@pytest.mark.parametrize("seed", [2, 4])
def test_a_newcomer_does_not_show_between_two_releases(seed: int) -> None:
    """One more person, and the second release is protected against the first, also from the towns' point of view."""
    before, after = towns(6, seed, mean=15, districts=2), towns(6, seed, mean=15, districts=2)
    add_answer(after.figures["t.answers"]["06400000"], **PERSON)  # type: ignore[arg-type]
    first = protect(task(before, ANSWERS)).cells
    second = protect(task(after, ANSWERS, seed="anders", earlier=[Earlier(before, first)])).cells
    editions = [
        Edition(structure, published_of(structure, cells))
        for figures, cells in ((before, first), (after, second))
        for structure in parts_of(figures, ANSWERS)
    ]
    assert list(over_releases(editions, RULES)) == []


def test_a_far_rounding_is_repaired() -> None:
    """Where the least deviation would give a neighbour away, another rounding is found (9 and 0, 14 and 1 …)."""
    for numbers in ((9, 0), (14, 1), (4, 0), (9, 4), (0, 0, 9), (11, 13, 1)):
        figures = small(*numbers)
        structure = parts_of(figures, TOTALS_ONLY)[0]
        published = published_of(structure, protect(task(figures, TOTALS_ONLY)).cells)
        assert findings(structure, published, RULES, all_pairs=True) == []


def test_who_attacks() -> None:
    """An outsider, three towns, and the two of one district together."""
    structure = parts_of(small(1, 2, 3, districts=2), TOTALS_ONLY)[0]
    assert [a.who for a in attackers(structure, RULES)] == [
        "outsider", "06431000", "06431002", "06432001", "06431000 + 06431002",
    ]  # fmt: skip


def test_the_shipped_catalogue_keeps_the_rules() -> None:
    """It can be checked as soon as every app has declared its metrics."""
    check_catalogue(CATALOGUE)


def test_a_ratio_is_attacked_in_both_counts() -> None:
    """Its numerator and its denominator are cells of one structure."""
    structure = parts_of(towns(4, 2), NEED)[0]
    assert {k.part for k in structure.keys} == {Part.NUMERATOR, Part.DENOMINATOR}
    assert structure.orders
