"""The reporting role knows exact totals of the state (AMIF): with what is released it must learn no town's cell."""

from __future__ import annotations

import pytest

from shared.disclosure import Level, Reason, Towns, protect
from shared.disclosure.adversary import Attack, Published, outsiders
from shared.disclosure.editions import Edition
from shared.disclosure.joint import JointAttack
from shared.disclosure.task import Cell, Earlier, exact_of, published_of
from tests.shared.disclosure.figures import RULES, TOTAL, TOTALS_ONLY, VIEWS, Entry, key, parts_of, small, task

WHOLE = key("t.answers", Level.STATE, "06")
BROKEN_DOWN = Entry("t.answers", state=(TOTAL, VIEWS), district=(TOTAL, VIEWS), municipality=(TOTAL, VIEWS))
RESIDENTS = "perspective=residents"


def in_perspectives(*numbers: tuple[int, int]) -> Towns:
    """Towns with so many residents and so many people of administrations."""
    figures = {}
    for position, (residents, administration) in enumerate(numbers):
        figures[f"06{431 + position}{position:03d}"] = {
            "": (residents + administration, 0),
            RESIDENTS: (residents, 0),
            "perspective=administration": (administration, 0),
        }
    return Towns({"t.answers": figures}, {ags: ags[:5] for ags in figures})


def edition(figures: Towns, first_town_shows: int, *, is_exact: bool) -> Edition:
    """Rounded down to fives but for the residents of the first town; the state's cells are exact for the reporter."""
    (structure,) = parts_of(figures, BROKEN_DOWN)
    published = {
        number: Published(
            first_town_shows if (one.area, one.cell) == ("06431000", RESIDENTS) else structure.values[number] // 5 * 5,
            5,
            5,
        )
        for number, one in enumerate(structure.keys)
        if one.level is not Level.DISTRICT
    }
    whole = frozenset(one for one in structure.keys if one.level is Level.STATE)
    return Edition(structure, published, exact_of(structure, whole if is_exact else frozenset()))


@pytest.mark.parametrize("is_exact", [True, False])
def test_exact_totals_of_two_releases_give_a_newcomer_away(is_exact: bool) -> None:
    """Planted: 0 to 10 means at least two more; the exact totals say that it were just two: 4 and 6."""
    first = edition(in_perspectives((4, 12), (11, 12), (11, 12)), 0, is_exact=is_exact)
    second = edition(in_perspectives((6, 15), (11, 12), (11, 12)), 10, is_exact=is_exact)
    found = [
        one
        for one in JointAttack([first, second]).findings(RULES)
        if one.who.startswith("knows the AMIF totals") and (one.key.area, one.key.cell) == ("06431000", RESIDENTS)
    ]
    assert {(one.low, one.high) for one in found} == ({(4, 4), (6, 6), (2, 2)} if is_exact else set())


def test_exact_totals_of_one_release_with_careless_figures() -> None:
    """Planted: 4, 4 and 4 published as nothing; the exact total 12 leaves no doubt. What is made of them does."""
    figures = small(4, 4, 4, districts=3)
    (structure,) = parts_of(figures, TOTALS_ONLY)
    reporter = list(outsiders(structure, RULES, frozenset({WHOLE})))[-1]
    careless = {n: Published(0, 5, 5) for n, one in enumerate(structure.keys) if one.level is Level.MUNICIPALITY}
    assert {(one.low, one.high) for one in Attack(structure, careless).by(reporter)} == {(4, 4)}
    done = protect(task(figures, TOTALS_ONLY, known_exactly=frozenset({WHOLE})))
    assert done.withheld == []
    assert Attack(structure, published_of(structure, done.cells)).by(reporter) == []


def test_what_a_total_says_by_itself_keeps_nothing_from_appearing() -> None:
    """One person in the whole state: each town has 0 or 1, whatever is released; but no release says which of them."""
    figures = small(1, 0, 0, 0, districts=2)
    (structure,) = parts_of(figures, TOTALS_ONLY)
    reporter = list(outsiders(structure, RULES, frozenset({WHOLE})))[-1]
    done = protect(task(figures, TOTALS_ONLY, known_exactly=frozenset({WHOLE})))
    assert (done.withheld, done.totals_withheld) == ([], set())
    assert Attack(structure, published_of(structure, done.cells)).by(reporter) == []
    telling = {n: Published(5 if one.area == "06431000" else 0, 5, 5) for n, one in enumerate(structure.keys)}
    assert {(one.low, one.high) for one in Attack(structure, telling).by(reporter)} == {(1, 1), (0, 0)}


def test_a_towns_cell_that_is_published_in_larger_figures_only() -> None:
    """Also by perspective, where only the state's are published: the town's total and the exact ones must not tell."""
    entry = Entry("t.answers", state=(TOTAL, VIEWS), district=(TOTAL,), municipality=(TOTAL,))
    (structure,) = parts_of(in_perspectives((0, 9), (9, 0), (0, 0)), entry)
    views = frozenset(one for one in structure.keys if one.level is Level.STATE)
    reporter = list(outsiders(structure, RULES, views))[-1]
    exactly = {
        n: Published(structure.values[n], 100, 1)
        for n, one in enumerate(structure.keys)
        if one.level is Level.MUNICIPALITY and not one.cell and one.area != "06433002"
    }
    found = {(one.key.area, one.key.cell) for one in Attack(structure, exactly).by(reporter)}
    assert ("06433002", RESIDENTS) in found


def test_totals_that_tell_with_an_earlier_release_are_not_given() -> None:
    """Published when nobody had exact totals: 5, so at least one. Exactly one in all, now: it would be that one."""
    figures = small(1, 0, 0, districts=3)
    (structure,) = parts_of(figures, TOTALS_ONLY)
    shown = {"06": 5, "06431": 5, "06431000": 5}
    cells = {
        one: Cell(shown.get(one.area, 0), Reason.SHOWN, 5, 5, len(structure.towns_of[n]))
        for n, one in enumerate(structure.keys)
        if one.level is not Level.DISTRICT
    }
    grown = small(1, 0, 0, districts=3)
    done = protect(task(grown, TOTALS_ONLY, earlier=[Earlier(figures, cells)], known_exactly=frozenset({WHOLE})))
    assert done.totals_withheld == {"t.answers"}
    assert done.withheld == []
