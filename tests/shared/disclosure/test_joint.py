"""Releases of one period read together: over gaps, and when a town was missing in between."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from shared.disclosure.adversary import Published
from shared.disclosure.editions import Edition
from shared.disclosure.joint import JointAttack
from shared.disclosure.protection import protect
from shared.disclosure.task import Earlier, published_of
from tests.shared.disclosure.figures import RULES, TOTALS_ONLY, parts_of, small, task

OTHERS = (10, 15, 20, 25, 30)
"""Towns that stay as they are; multiples are published as they are."""


def edition(newcomers: int | None, shown: int = 0, *, others: tuple[int, ...] = OTHERS) -> Edition:
    """A release in which the last town (None: missing) has this number and this is published of it."""
    numbers = (*others, newcomers) if newcomers is not None else others
    (structure,) = parts_of(small(*numbers, districts=6), TOTALS_ONLY)
    published = {}
    for number, key in enumerate(structure.keys):
        if len(key.area) == 8:
            is_last = key.area == "06436005"
            published[number] = Published(shown if is_last else structure.values[number] // 5 * 5, 5, 5)
        elif key.area == "06":
            published[number] = Published(sum(one // 5 * 5 for one in others) + shown, 5, 5)
    return Edition(structure, published)


def is_found(*editions: Edition) -> bool:
    """Whether somebody finds out that the last town grew, or what it has."""
    return any(one.key.area == "06436005" for one in JointAttack(editions).findings(RULES))


def test_one_town_differs_between_the_first_and_the_third() -> None:
    """0 to 10 with two people more in all: it was 4 and is 6. In the second it is missing and two have more."""
    first, without, third = edition(4, 0), edition(None, others=(15, 20, *OTHERS[2:])), edition(6, 10)
    assert not is_found(first, without)
    assert not is_found(without, third)
    assert is_found(first, without, third)


@pytest.mark.parametrize("between", [1, 2, 3])
def test_a_gap_of_several_releases(between: int) -> None:
    """0, 5, 5, 5, 10 – each step tells nothing, the first and the last together do, however many lie between."""
    steps = [edition(4, 0), *[edition(5, 5)] * between, edition(6, 10)]
    assert all(not is_found(before, after) for before, after in pairwise(steps))
    assert is_found(*steps)


def test_what_shrank_hides_nothing_else() -> None:
    """A number that was taken back elsewhere does not make the attack give up."""
    assert is_found(edition(4, 0, others=(15, *OTHERS[1:])), edition(6, 10))


def test_a_release_that_says_the_same_costs_nothing() -> None:
    """Of two equal releases one is left out; of one alone nothing is found."""
    assert len(JointAttack([edition(4, 0), edition(4, 0), edition(5, 5)]).editions) == 2
    assert list(JointAttack([edition(4, 0)]).findings(RULES)) == []


def test_the_next_release_is_protected_against_all_before() -> None:
    """After 0 and 5 it says whatever it likes but what gives the newcomers away."""
    steps = [(4, edition(4, 0)), (5, edition(5, 5)), (5, edition(5, 5))]
    earlier = []
    for number, one in steps:
        figures = small(*OTHERS, number, districts=6)
        cells = protect(task(figures, TOTALS_ONLY)).cells
        shown = {one.structure.keys[n]: cell.value for n, cell in one.published.items()}
        earlier.append(Earlier(figures, {k: replace(c, value=shown.get(k, c.value)) for k, c in cells.items()}))
    figures = small(*OTHERS, 6, districts=6)
    cells = protect(task(figures, TOTALS_ONLY, earlier=earlier)).cells
    (structure,) = parts_of(figures, TOTALS_ONLY)
    last = Edition(structure, published_of(structure, cells))
    assert not is_found(*(one for _number, one in steps), last)
