"""A town that joins within a period and has nothing to report must not keep the whole state from its figures."""

from __future__ import annotations

import pytest

from shared.disclosure.adversary import Published
from shared.disclosure.editions import Edition
from shared.disclosure.joint import JointAttack
from shared.disclosure.protection import protect
from shared.disclosure.task import Earlier
from tests.shared.disclosure.figures import RULES, TOTALS_ONLY, parts_of, small, task

OTHERS = (10, 15, 20, 25, 30)
"""Multiples of five: they and their sum are published as they are."""
NEWEST = "06436005"


def edition(*numbers: int, exact: frozenset[str] = frozenset()) -> Edition:
    """A release of these towns, rounded down to multiples of five; ``exact`` areas are published as they are."""
    (structure,) = parts_of(small(*numbers, districts=6), TOTALS_ONLY)
    published = {}
    for number, key in enumerate(structure.keys):
        value = structure.values[number]
        if key.area in exact:
            published[number] = Published(value, 1, 1)
        elif len(key.area) == 8:
            published[number] = Published(value // 5 * 5, 5, 5)
        elif key.area == "06":
            published[number] = Published(sum(one // 5 * 5 for one in numbers), 5, 5)
    return Edition(structure, published)


def last_found(*editions: Edition) -> list[str]:
    """Who finds out what the newest town has."""
    found = [one for one in JointAttack(editions).findings(RULES) if one.key.area == NEWEST]
    return [one.who for one in found]


@pytest.mark.parametrize("newcomer", [0, 1])
def test_what_everybody_knows_beforehand_is_not_found_out(newcomer: int) -> None:
    """The whole grew by 0 (or 1) and no town shrank: the newcomer has 0 (or 0 or 1) without any release."""
    assert not last_found(edition(*OTHERS), edition(*OTHERS, newcomer))


def test_a_leak_is_found_although_it_was_known_beforehand() -> None:
    """Planted: the new release publishes the newcomer as it is."""
    assert last_found(edition(*OTHERS), edition(*OTHERS, 0, exact=frozenset({NEWEST})))


@pytest.mark.parametrize("newcomers", [(0,), (0, 0, 0), (1,), (7,)])
def test_the_state_gets_its_figures_when_towns_have_joined(newcomers: tuple[int, ...]) -> None:
    before = small(*OTHERS, districts=6)
    earlier = [Earlier(before, protect(task(before, TOTALS_ONLY)).cells)]

    after = protect(task(small(*OTHERS, *newcomers, districts=6), TOTALS_ONLY, earlier=earlier))

    assert any(key.area == "06" for key in after.cells)


def test_and_again_in_the_release_after_that() -> None:
    figures = [small(*OTHERS, *joined, districts=6) for joined in ((), (0,), (0, 0), (2, 0))]
    earlier: list[Earlier] = []
    for towns in figures:
        earlier.append(Earlier(towns, protect(task(towns, TOTALS_ONLY, earlier=list(earlier))).cells))

    assert all(any(key.area == "06" for key in one.cells) for one in earlier)
