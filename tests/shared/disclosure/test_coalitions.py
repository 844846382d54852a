"""All towns but one put together what they know: the worst coalition of any size, in one release and over several."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.disclosure import Level, protect
from shared.disclosure.adversary import Attack, Attacker, Published, own_cells, towns_in
from shared.disclosure.coalitions import Coalitions
from shared.disclosure.editions import Edition
from shared.disclosure.protection import findings
from shared.disclosure.rounding import Method, round_cells
from shared.disclosure.structure import Structure
from shared.disclosure.task import Earlier, published_of
from tests.shared.disclosure.figures import ANSWERS, NEED, RULES, TOTALS_ONLY, add_answer, parts_of, small, task, towns

SPREAD = small(4, 3, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, districts=12)
"""Three towns are all there is in the state's total; nine have nothing."""


def everybody_has_nine() -> tuple[Structure, dict[int, Published]]:
    """The planted leak: 4, 3 and 2 published as 0, 5 and 0, the total as 5, so at most 9 – which they have already."""
    (structure,) = parts_of(SPREAD, TOTALS_ONLY)
    fives = {"06", "06432", "06432001"}
    return structure, {n: Published(5 if k.area in fives else 0, 5, 5) for n, k in enumerate(structure.keys)}


def together(structure: Structure, published: dict[int, Published], group: tuple[str, ...], width: int) -> Attacker:
    """These towns as one attacker."""
    return Attacker(" + ".join(group), own_cells(structure, group), width)


def test_three_towns_know_that_the_others_have_nothing() -> None:
    """No town and no two of them find it, these three do, and all but one do."""
    structure, published = everybody_has_nine()
    attack = Attack(structure, published)
    assert findings(structure, published, RULES, all_pairs=True) == []
    assert attack.by(together(structure, published, ("06431000", "06432001", "06433002"), RULES.insider_width))
    found = list(Coalitions([Edition(structure, published)]).findings(RULES.coalition_width))
    nothing = {f.key.area for f in found if (f.low, f.high) == (0, 0)}
    assert nothing == {f"06{434 + n}{n + 3:03d}" for n in range(9)}
    assert {f.who for f in found if f.key.area == "06434003"} == {"all but 06434003"}


def test_such_figures_are_published_otherwise() -> None:
    """No three, no four and no eleven of the twelve find anything in what is published of them."""
    (structure,) = parts_of(SPREAD, TOTALS_ONLY)
    published = published_of(structure, protect(task(SPREAD, TOTALS_ONLY)).cells)
    attack = Attack(structure, published)
    members = towns_in(structure)
    for size in (3, 4, 11):
        for group in list(combinations(members, size))[:120]:
            assert attack.by(together(structure, published, group, RULES.insider_width)) == []


def test_without_the_rule_they_would_be_found_out() -> None:
    """The fault planted where the rule is: rounded to the nearest without it, the attack finds something."""
    figures = towns(12, 3, mean=5, districts=6)
    found = []
    for structure in parts_of(figures, ANSWERS, NEED):
        rounded = round_cells(structure, Method(5, 5), seed="x")
        published = {n: Published(v, 5, 5) for n, v in enumerate(rounded) if v is not None}
        found += list(Coalitions([Edition(structure, published)]).findings(RULES.coalition_width))
    assert found


@settings(max_examples=40)
@given(st.lists(st.integers(0, 14), min_size=2, max_size=5), st.integers(1, 3), st.integers(1, 4))
def test_side_by_side_finds_what_one_by_one_finds(numbers: list[int], districts: int, width: int) -> None:
    """For every last town the same cells and the same bounds as the attack that is checked against brute force."""
    (structure,) = parts_of(small(*numbers, districts=districts), TOTALS_ONLY)
    rounded = round_cells(structure, Method(5, 5), seed="x")
    published = {n: Published(v, 5, 5) for n, v in enumerate(rounded) if v is not None}
    attack, members = Attack(structure, published), towns_in(structure)
    one_by_one = set()
    for last in members:
        others = tuple(one for one in members if one != last)
        found = attack.by(together(structure, published, others, width))
        one_by_one |= {(f.key, f.low, f.high) for f in found if f.key.level is Level.MUNICIPALITY}
    side_by_side = Coalitions([Edition(structure, published)]).findings(width)
    assert {(f.key, f.low, f.high) for f in side_by_side} == one_by_one


@settings(max_examples=30)
@given(st.lists(st.integers(0, 12), min_size=3, max_size=6), st.integers(1, 3), st.data())
def test_who_is_safe_from_all_is_safe_from_some(numbers: list[int], districts: int, data: st.DataObject) -> None:
    """Where all but one find nothing, no coalition of any size finds anything: that is why they are enough."""
    (structure,) = parts_of(small(*numbers, districts=districts), TOTALS_ONLY)
    rounded = round_cells(structure, Method(5, 5), seed="x")
    published = {n: Published(v, 5, 5) for n, v in enumerate(rounded) if v is not None}
    if list(Coalitions([Edition(structure, published)]).findings(2)):
        return
    members = towns_in(structure)
    group = tuple(data.draw(st.lists(st.sampled_from(members), unique=True, max_size=len(members) - 1)))
    assert Attack(structure, published).by(together(structure, published, group, 2)) == []


@pytest.mark.parametrize("seed", [1, 5])
def test_breakdowns_and_ratios_withstand_all_but_one(seed: int) -> None:
    """Totals with perspectives, languages, sex and age; numerators with their denominators."""
    figures = towns(8, seed, mean=10, districts=4)
    cells = protect(task(figures, ANSWERS, NEED)).cells
    for structure in parts_of(figures, ANSWERS, NEED):
        edition = Edition(structure, published_of(structure, cells))
        assert list(Coalitions([edition]).findings(RULES.coalition_width)) == []


def test_two_releases_each_safe_are_not_safe_together() -> None:
    """The other knows 6 to 10 from the first, 1 to 7 from the second, and that it did not shrink: 6 or 7 at first."""
    first = (small(6, 19, districts=2), {"06": 25, "06431": 10, "06431000": 10, "06432": 15, "06432001": 15})
    second = (small(6, 22, districts=2), {"06": 25, "06431": 5, "06431000": 5, "06432": 20, "06432001": 20})
    editions = []
    for figures, shown in (first, second):
        (structure,) = parts_of(figures, TOTALS_ONLY)
        editions.append(Edition(structure, {n: Published(shown[k.area], 5, 5) for n, k in enumerate(structure.keys)}))
    assert [one for edition in editions for one in Coalitions([edition]).findings(2)] == []
    assert [(f.key.area, f.low, f.high) for f in Coalitions(editions).findings(2)][:1] == [("06431000", 6, 7)]


def test_the_next_release_withstands_all_but_one_over_all_releases() -> None:
    """One more person somewhere, three releases, read together."""
    earlier: list[Earlier] = []
    editions: list[Edition] = []
    figures = towns(6, 2, mean=15, districts=2)
    for step in range(3):
        cells = protect(task(figures, TOTALS_ONLY, seed=str(step), earlier=earlier)).cells
        earlier.append(Earlier(figures, cells))
        (structure,) = parts_of(figures, TOTALS_ONLY)
        editions.append(Edition(structure, published_of(structure, cells)))
        figures = towns(6, 2, mean=15, districts=2)
        for _ in range(step + 1):
            add_answer(
                figures.figures["t.answers"]["06400000"],  # type: ignore[arg-type]
                perspective="residents",
                tongue="t7",
                sex="d",
                age_bracket="o60",
            )
    assert list(Coalitions(editions).findings(RULES.coalition_width)) == []


def test_a_rule_without_doubt_is_refused() -> None:
    """Zero would protect nothing."""
    with pytest.raises(ValueError, match="protect nothing"):
        replace(RULES, coalition_width=0)
