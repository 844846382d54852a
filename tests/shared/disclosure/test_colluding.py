"""Two towns of different districts put together what they know; many attackers at once find what one by one find."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.disclosure import Level, protect
from shared.disclosure.adversary import Attack, Published, attackers, outsiders, who_colludes
from shared.disclosure.protection import findings
from shared.disclosure.rounding import Method, round_cells
from shared.disclosure.structure import Structure
from shared.disclosure.task import published_of
from tests.shared.disclosure.figures import RULES, TOTALS_ONLY, key, parts_of, small, task

ANY_TWO = replace(RULES, insider_pairs=2)
ONLY_NEIGHBOURS = replace(RULES, insider_pairs=99)
FOUR_AND_FIVE = small(4, 5, 0, 0, 0, 0, 0, 0, 0, 0, districts=10)
"""Two towns of different districts are alone in the state's total, and the other eight have nothing."""


def alone_in_the_total() -> tuple[Structure, dict[int, Published]]:
    """4 published as 0, 5 as 5, the total as 5, so at most 9: additive, neighbouring, and yet a leak."""
    (structure,) = parts_of(FOUR_AND_FIVE, TOTALS_ONLY)
    fives = {"06", "06432", "06432001"}
    return structure, {n: Published(5 if k.area in fives else 0, 5, 5) for n, k in enumerate(structure.keys)}


def test_two_towns_alone_in_a_cell_know_that_the_others_have_nothing() -> None:
    """The planted leak: 4 + 5 are all of at most 9. No town alone and no neighbours find it, these two do."""
    structure, published = alone_in_the_total()
    assert findings(structure, published, ONLY_NEIGHBOURS) == []
    found = list(Attack(structure, published).by_insiders(RULES, {}))
    assert {one.who for one in found} == {"06431000 + 06432001"}
    assert {(one.low, one.high) for one in found if one.key.level is not Level.STATE} == {(0, 0)}
    assert key("t.answers", Level.MUNICIPALITY, "06433002") in {one.key for one in found}


def test_a_release_of_such_figures_is_rounded_otherwise() -> None:
    """What is published of them withstands every two towns."""
    (structure,) = parts_of(FOUR_AND_FIVE, TOTALS_ONLY)
    published = published_of(structure, protect(task(FOUR_AND_FIVE, TOTALS_ONLY)).cells)
    assert findings(structure, published, RULES, all_pairs=True) == []


@settings(max_examples=40)
@given(st.lists(st.integers(0, 14), min_size=2, max_size=6), st.integers(1, 3), st.integers(1, 4))
def test_all_at_once_find_what_one_by_one_find(numbers: list[int], districts: int, width: int) -> None:
    """The same findings for every town and every two of them, whatever was published and however wide it must be."""
    (structure,) = parts_of(small(*numbers, districts=districts), TOTALS_ONLY)
    rounded = round_cells(structure, Method(5, 5), seed="x")
    published = {n: Published(v, 5, 5) for n, v in enumerate(rounded) if v is not None}
    rules = replace(ANY_TWO, insider_width=width)
    attack = Attack(structure, published)
    insiders = list(attackers(structure, rules))[len(list(outsiders(structure, rules))) :]
    one_by_one = {(f.key, f.low, f.high, f.who) for one in insiders for f in attack.by(one)}
    assert {(f.key, f.low, f.high, f.who) for f in attack.by_insiders(rules, {})} == one_by_one


def test_who_is_taken_to_collude() -> None:
    """Neighbours always, any two where enough contribute."""
    towns = ["06431000", "06431002", "06432001"]
    assert who_colludes(towns, RULES).sum() == 5
    assert who_colludes(towns, ANY_TWO).all()
