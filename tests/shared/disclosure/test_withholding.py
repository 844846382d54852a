"""What no rounding protects is withheld: as little as possible, whole tables, and nothing else suffers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from shared.disclosure import Level, Reason, Withheld, protect, protection
from shared.disclosure.coalitions import Coalitions
from shared.disclosure.editions import Edition
from shared.disclosure.protection import findings
from shared.disclosure.rounding import Method, NoRounding, round_cells
from shared.disclosure.structure import Structure
from shared.disclosure.task import published_of
from shared.disclosure.withholding import Table, smaller_ones, table_of
from tests.shared.disclosure.figures import ANSWERS, NEED, RULES, TOTAL, TOTALS_ONLY, VIEWS, parts_of, task, towns
from tests.shared.disclosure.test_coalitions import SPREAD

FIGURES = towns(6, 1, mean=30, districts=2)
TOWNS_VIEWS: Table = (Level.MUNICIPALITY, VIEWS)
TOWNS_TOTAL: Table = (Level.MUNICIPALITY, TOTAL)
PERSONS = ("age_bracket", "sex")


def nothing_rounds(monkeypatch: pytest.MonkeyPatch, impossible: Callable[[Table], bool], metric: str) -> None:
    """Plant: tables of a metric for which there is no rounding, whatever is tried."""

    def rounding(structure: Structure, method: Method, **more: Any) -> list[int | None]:
        shown = {table_of(key) for key, one in zip(structure.keys, structure.published, strict=True) if one}
        if structure.keys[0].metric == metric and any(impossible(table) for table in shown):
            raise NoRounding
        return round_cells(structure, method, **more)

    monkeypatch.setattr(protection, "round_cells", rounding)


@pytest.mark.parametrize(
    ("impossible", "withheld"),
    [
        ({TOWNS_VIEWS}, {TOWNS_VIEWS}),
        ({TOWNS_TOTAL}, {TOWNS_TOTAL, TOWNS_VIEWS}),
        ({(Level.STATE, PERSONS)}, {(Level.STATE, PERSONS)}),
        ({(Level.DISTRICT, VIEWS)}, {TOWNS_VIEWS, (Level.DISTRICT, VIEWS)}),
    ],
)
def test_the_smallest_part_is_withheld(
    impossible: set[Table], withheld: set[Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A breakdown of towns, the towns' figures, a breakdown of the state; all the rest is there, and safe."""
    nothing_rounds(monkeypatch, impossible.__contains__, "t.answers")
    done = protect(task(FIGURES, ANSWERS, NEED))
    assert done.withheld == sorted(Withheld("t.answers", *table) for table in withheld)
    everything = {
        key
        for one in parts_of(FIGURES, ANSWERS, NEED)
        for key, shown in zip(one.keys, one.published, strict=True)
        if shown
    }
    assert set(done.cells) == everything, "what is withheld is named where it would stand"
    for key, cell in done.cells.items():
        assert (cell.reason is Reason.WITHHELD) == (key.metric == "t.answers" and table_of(key) in withheld)
    for structure in parts_of(FIGURES, ANSWERS):
        published = published_of(structure, done.cells)
        assert findings(structure, published, RULES) == []
        assert list(Coalitions([Edition(structure, published)]).findings(RULES.coalition_width)) == []


def test_one_metric_does_not_keep_the_others_from_appearing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of it can be rounded: all of it is withheld, the other metric is complete."""
    nothing_rounds(monkeypatch, lambda _table: True, "t.answers")
    done = protect(task(FIGURES, ANSWERS, NEED))
    reasons: dict[str, set[Reason]] = {key.metric: set() for key in done.cells}
    for key, cell in done.cells.items():
        reasons[key.metric].add(cell.reason)
    assert reasons["t.answers"] == {Reason.WITHHELD}
    assert Reason.WITHHELD not in reasons["t.need"]
    assert {one.metric for one in done.withheld} == {"t.answers"}


def test_of_a_table_only_the_cells_in_question_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells of a ratio that hang together with no others are withheld alone."""
    (first, *_rest) = parts_of(FIGURES, NEED)

    def rounding(structure: Structure, method: Method, **more: Any) -> list[int | None]:
        is_it = structure.keys == first.keys
        towns_shown = any(
            one and key.level is Level.MUNICIPALITY
            for key, one in zip(structure.keys, structure.published, strict=True)
        )
        if is_it and towns_shown:
            raise NoRounding
        return round_cells(structure, method, **more)

    monkeypatch.setattr(protection, "round_cells", rounding)
    (withheld,) = protect(task(FIGURES, NEED)).withheld
    assert (withheld.level, withheld.cells) == (Level.MUNICIPALITY, (first.keys[0].cell,))


def test_it_is_the_attack_that_withholds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: every rounding with towns' figures says that nine towns have nothing. Without the attack it appears."""
    fives = {"06", "06432", "06432001"}

    def careless(structure: Structure, method: Method, **more: Any) -> list[int | None]:
        if any(structure.published[n] for n, key in enumerate(structure.keys) if key.level is Level.MUNICIPALITY):
            if method.reach > 5:
                raise NoRounding
            return [5 if key.area in fives else 0 for key in structure.keys]
        return round_cells(structure, method, **more)

    monkeypatch.setattr(protection, "round_cells", careless)
    assert protect(task(SPREAD, TOTALS_ONLY, is_attacked=False)).withheld == []
    done = protect(task(SPREAD, TOTALS_ONLY))
    assert done.withheld == [Withheld("t.answers", Level.MUNICIPALITY, TOTAL)]
    assert done.cells[next(key for key in done.cells if key.level is Level.STATE)].reason is Reason.SHOWN


def test_less_and_less_until_nothing_is_left() -> None:
    """Each step withholds no fewer cells than the one before; whoever keeps a level keeps the levels above it."""
    (structure,) = parts_of(FIGURES, ANSWERS)
    sizes = []
    for smaller, withheld in smaller_ones(structure):
        left = {table_of(key) for key, shown in zip(structure.keys, smaller.published, strict=True) if shown}
        assert withheld.isdisjoint(left)
        for level, axes in left:
            assert level is Level.STATE or (Level.STATE, axes) in left
            assert (level, TOTAL) in left
        sizes.append(sum(structure.published) - sum(smaller.published))
    assert sizes == sorted(sizes)
    assert sizes[-1] == sum(structure.published)
