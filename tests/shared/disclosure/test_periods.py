"""Releases of different half-years: stocks are protected against each other, flows say nothing of each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kisi.core.facts import Timing, declaring, metric
from shared.disclosure import CATALOGUE, Reason, protect, protection
from shared.disclosure.adversary import Published, bounds_of, truths
from shared.disclosure.editions import Edition
from shared.disclosure.others import Together
from shared.disclosure.rounding import Method, round_cells
from shared.disclosure.structure import Structure
from shared.disclosure.task import Cell, Earlier
from shared.disclosure.worlds import Worlds
from tests.shared.disclosure.figures import RULES, TOTALS_ONLY, parts_of, small, task
from tests.shared.disclosure.test_joint import OTHERS, edition, is_found


def frozen(number: int, shown: int) -> Earlier:
    """A release of an earlier half-year in which the last town had this number and this was published of it."""
    one = edition(number, shown)
    cells = {
        one.structure.keys[n]: Cell(cell.value, Reason.SHOWN, 5, 5, len(one.structure.towns_of[n]))
        for n, cell in one.published.items()
    }
    return Earlier(small(*OTHERS, number, districts=6), cells)


def test_what_two_half_years_tell_of_a_stock() -> None:
    """0 in one half-year, 10 in the next, two more in the whole state: it was 4 and is 6. The attack sees that."""
    first, second = edition(4, 0), edition(6, 10)
    assert is_found(first, second)
    assert Together([first], []).tells_more(second, RULES)
    assert Together([], [second]).tells_more(first, RULES), "also where the earlier half-year is released again later"


def round_carelessly(monkeypatch: pytest.MonkeyPatch, first: Edition) -> None:
    """The first rounding is this one, safe by itself; only later ones are those of the programme."""
    left = [first]

    def rounding(structure: Structure, method: Method, **more: Any) -> list[int | None]:
        if not left:
            return round_cells(structure, method, **more)
        one = left.pop()
        return [
            one.published[number].value if number in one.published else None for number in range(len(structure.keys))
        ]

    monkeypatch.setattr(protection, "round_cells", rounding)


@pytest.mark.parametrize(("number", "shown", "others"), [(6, 10, {"before": (4, 0)}), (4, 0, {"after": (6, 10)})])
def test_a_stock_is_rounded_otherwise_beside_another_half_year(
    number: int, shown: int, others: dict[str, tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the other half-year lies before, or after and this one is released again; a flow says nothing of it."""
    figures = small(*OTHERS, number, districts=6)
    beside = {when: [frozen(*one)] for when, one in others.items()}
    round_carelessly(monkeypatch, edition(number, shown))
    assert protect(task(figures, TOTALS_ONLY, **beside)).attempts > 1
    monkeypatch.setitem(declaring._metrics, "t.answers", replace(metric("t.answers"), timing=Timing.FLOW))
    round_carelessly(monkeypatch, edition(number, shown))
    assert protect(task(figures, TOTALS_ONLY, **beside)).attempts == 1


def test_only_what_a_new_release_adds_is_held_against_it() -> None:
    """Two half-years that gave something away stay as they are; a third that says nothing more may appear."""
    first, second = edition(4, 0), edition(6, 10)
    assert is_found(first, second)
    assert not Together([first, second], []).tells_more(second, RULES)


def side_by_side(editions: list[Structure], published: list[dict[int, Published]]) -> Worlds:
    """Both half-years as columns of one programme, with nothing between them."""
    lower, upper, rows, first = [], [], [], 0
    for structure, shown in zip(editions, published, strict=True):
        low, high = bounds_of(structure, shown)
        rows += truths(structure, first=first)
        lower.append(low)
        upper.append(high)
        first += len(structure.keys)
    truth = np.array([value for one in editions for value in one.values], dtype=float)
    return Worlds(np.concatenate(lower), np.concatenate(upper), rows, truth)


@settings(max_examples=15)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=4), st.lists(st.integers(0, 12), min_size=2, max_size=4))
def test_disjoint_rows_carry_no_joint_constraint(first: list[int], second: list[int]) -> None:
    """The worlds of two flows are all pairs of worlds of each: every bound is what it is in its own half-year."""
    parts = [parts_of(small(*numbers), TOTALS_ONLY)[0] for numbers in (first, second)]
    shown = []
    for structure in parts:
        rounded = round_cells(structure, Method(5, 5), seed="x")
        shown.append({n: Published(value, 5, 5) for n, value in enumerate(rounded) if value is not None})
    together, wide = side_by_side(parts, shown), 10**6
    offset = 0
    for structure, published in zip(parts, shown, strict=True):
        alone = side_by_side([structure], [published])
        numbers = list(published)
        expected = [(n + offset, low, high) for n, low, high in alone.narrow(numbers, {}, wide)]
        assert together.narrow([n + offset for n in numbers], {}, wide) == expected
        offset += len(structure.keys)


def test_every_released_metric_says_what_it_is() -> None:
    """Accounts are a stock; sheets and needs are dated. What nobody declares is a stock: it is protected."""
    timings = {entry.metric: metric(entry.metric).timing for entry in CATALOGUE.entries}
    assert timings == {
        "accounts.active": Timing.STOCK,
        "surveys.responses": Timing.FLOW,
        "surveys.need_seen": Timing.FLOW,
        "needs.stated": Timing.FLOW,
        "needs.decided": Timing.FLOW,
    }
    assert metric("t.answers").timing is Timing.STOCK
