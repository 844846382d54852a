"""Figures of invented towns, by chance but always the same for a seed."""

from __future__ import annotations

import random
from typing import Final

from kisi.core.facts import cell_key, cell_of
from shared.disclosure import Catalogue, Entry, Key, Level, Part, Task, Thresholds, Towns
from shared.disclosure.structure import Structure, cells_of, structures

TOTAL: Final = ()
VIEWS: Final = ("perspective",)
ANSWERS: Final = Entry(
    "t.answers",
    state=(TOTAL, VIEWS, ("tongue",), ("sex", "age_bracket")),
    district=(TOTAL, VIEWS),
    municipality=(TOTAL, VIEWS),
)
NEED: Final = Entry(
    "t.need",
    state=(("topic", "perspective"),),
    district=(("topic", "perspective"),),
    municipality=(("topic", "perspective"),),
    is_survey=True,
)
MONEY: Final = Entry("t.money", state=(TOTAL,), district=(TOTAL,))
RULES: Final = Thresholds()


def towns(number: int, seed: int = 1, *, mean: int = 60, districts: int = 21) -> Towns:
    """So many towns with about ``mean`` answers each."""
    chance = random.Random(seed)
    answers: dict[str, dict[str, tuple[int, int]]] = {}
    need: dict[str, dict[str, tuple[int, int]]] = {}
    for position in range(number):
        ags = f"06{400 + position % districts:03d}{position:03d}"
        answers[ags] = _answers(chance, chance.randrange(0, 2 * mean))
        need[ags] = {}
        for cell in cells_of(("topic", "perspective")):
            asked = answers[ags].get(f"perspective={cell_of(cell)['perspective']}", (0, 0))[0]
            given = int(asked * chance.uniform(0.7, 1))
            need[ags][cell] = (sum(chance.random() < 0.4 for _ in range(given)), given)
    return Towns({"t.answers": answers, "t.need": need}, {ags: ags[:5] for ags in answers})


def _answers(chance: random.Random, number: int) -> dict[str, tuple[int, int]]:
    cells: dict[str, tuple[int, int]] = {}
    for _ in range(number):
        add_answer(
            cells,
            perspective=chance.choice(["third_country_nationals"] * 3 + ["residents"] * 2 + ["administration"]),
            tongue=f"t{min(int(chance.expovariate(0.5)), 7)}",
            sex=chance.choice(["w", "m", "w", "m", "d", "na"]),
            age_bracket=chance.choice(["u18", "18_60", "18_60", "18_60", "o60", "na"]),
        )
    return cells


def add_answer(cells: dict[str, tuple[int, int]], **values: str) -> None:
    """One more person in every table."""
    for axes in (TOTAL, VIEWS, ("tongue",), ("sex", "age_bracket")):
        key = cell_key({axis: values[axis] for axis in axes})
        cells[key] = (cells.get(key, (0, 0))[0] + 1, 0)


def small(*numbers: int, districts: int = 1) -> Towns:
    """Towns with nothing but a total of ``t.answers``."""
    figures = {f"06{431 + n % districts:03d}{n:03d}": {"": (number, 0)} for n, number in enumerate(numbers)}
    return Towns({"t.answers": figures}, {ags: ags[:5] for ags in figures})


TOTALS_ONLY: Final = Entry("t.answers", state=(TOTAL,), district=(TOTAL,), municipality=(TOTAL,))


def task(figures: Towns, *entries: Entry, **more: object) -> Task:
    """A task for these tables."""
    chosen = {"thresholds": RULES, "seed": "fest", **more}
    return Task(catalogue=Catalogue(1, entries), towns=figures, **chosen)  # type: ignore[arg-type]


def parts_of(figures: Towns, *entries: Entry) -> list[Structure]:
    """The independent parts of these tables."""
    return structures(Catalogue(1, entries), figures)


def key(metric: str, level: Level, area: str, cell: str = "", part: Part = Part.NUMERATOR) -> Key:
    """A cell's name."""
    return Key(metric, part, level, area, cell)
