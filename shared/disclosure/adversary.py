"""The attacker: what can be inferred about any cell from everything that is published, and from what somebody knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from shared.disclosure.catalogue import Level
from shared.disclosure.rounding import Row
from shared.disclosure.structure import Key, Structure
from shared.disclosure.thresholds import Thresholds
from shared.disclosure.worlds import UNLIMITED, Worlds


@dataclass(frozen=True, slots=True)
class Published:
    """One cell as everybody can read it: the value, its base, and that the truth is less than ``reach`` away."""

    value: int
    base: int
    reach: int

    def bounds(self) -> tuple[int, int]:
        """What the truth can be. A value that is no multiple of the base was never rounded."""
        if self.value % self.base:
            return self.value, self.value
        return max(0, self.value - self.reach + 1), self.value + self.reach - 1


@dataclass(frozen=True, slots=True)
class Finding:
    """A cell that can be narrowed down too far: its least and largest possible value, for whom."""

    key: Key
    low: int
    high: int
    who: str

    @property
    def width(self) -> int:
        """0: known exactly."""
        return self.high - self.low


@dataclass(frozen=True, slots=True)
class Attacker:
    """Somebody who knows the true values of some cells, and how uncertain everything else must stay for them."""

    who: str
    known: Mapping[int, int]
    width: int


class Attack:
    """All that is published of one structure, ready to be asked about."""

    def __init__(self, structure: Structure, published: Mapping[int, Published]) -> None:
        self.structure = structure
        self.published = published
        lower, upper = bounds_of(structure, published)
        self.worlds = Worlds(lower, upper, truths(structure))

    def by(self, attacker: Attacker) -> list[Finding]:
        """Cells that this attacker can narrow down too far; what consists only of their own is left out.

        Raises ``Contradiction`` when nothing published can be true.
        """
        settled = settled_by(self.structure, attacker.known)
        targets = [number for number in self.published if number not in settled]
        found = self.worlds.narrow(targets, attacker.known, attacker.width)
        return [Finding(self.structure.keys[number], low, high, attacker.who) for number, low, high in found]


def bounds_of(structure: Structure, published: Mapping[int, Published]) -> tuple[np.ndarray, np.ndarray]:
    """What each cell can be by what is published of it alone."""
    lower, upper = np.zeros(len(structure.keys)), np.full(len(structure.keys), float(UNLIMITED))
    for number, shown in published.items():
        lower[number], upper[number] = shown.bounds()
    return lower, upper


def truths(structure: Structure, *, first: int = 0) -> list[Row]:
    """What holds in every possible world; the structure's cells are columns from ``first`` on."""
    rows: list[Row] = [
        ([first + total, *(first + one for one in parts)], [1.0, *([-1.0] * len(parts))], 0.0, 0.0)
        for total, parts in structure.sums
    ]
    rows += [([first + d, first + n], [1.0, -1.0], 0.0, float(UNLIMITED)) for n, d in structure.orders]
    return rows


def settled_by(structure: Structure, known: Iterable[int]) -> set[int]:
    """The known cells and every total that consists of known ones."""
    settled = set(known)
    grown = True
    while grown:
        grown = False
        for total, parts in structure.sums:
            if total not in settled and settled.issuperset(parts):
                settled.add(total)
                grown = True
    return settled


def not_additive(structure: Structure, published: Mapping[int, Published]) -> list[Key]:
    """Published totals that are not the sum of their published parts."""
    return [
        structure.keys[total]
        for total, parts in structure.sums
        if total in published
        and all(one in published for one in parts)
        and published[total].value != sum(published[one].value for one in parts)
    ]


def not_rounded(structure: Structure, published: Mapping[int, Published]) -> list[Key]:
    """Published cells that are no multiple of their base."""
    return [structure.keys[number] for number, shown in published.items() if shown.value % shown.base]


def own_cells(structure: Structure, towns: Sequence[str]) -> dict[int, int]:
    """What these towns know together: their own rows."""
    mine = set(towns)
    return {number: structure.values[number] for number, key in enumerate(structure.keys) if key.area in mine}


def attackers(
    structure: Structure,
    thresholds: Thresholds,
    *,
    known_exactly: frozenset[Key] = frozenset(),
    all_pairs: bool = False,
) -> Iterable[Attacker]:
    """An outsider, whoever knows the AMIF totals, every town, and towns of one district together.

    Where at least ``thresholds.amif_insiders`` towns contribute, towns know the AMIF totals as well; among fewer,
    exact totals leave a town too little doubt about the others, whatever is rounded: there they stay with the
    reporting role. Pairs of different districts only meet in the state's totals, where all
    other districts stand between them; ``all_pairs`` tries them as well.
    """
    totals = {n: structure.values[n] for n, key in enumerate(structure.keys) if key in known_exactly}
    yield Attacker("outsider", {}, thresholds.outsider_width)
    if totals:
        yield Attacker("knows the AMIF totals", totals, thresholds.insider_width)
    towns = sorted({key.area for key in structure.keys if key.level is Level.MUNICIPALITY})
    shared = totals if len(towns) >= thresholds.amif_insiders else {}
    together: dict[str, list[str]] = defaultdict(list)
    for town in towns:
        together["" if all_pairs else town[:5]].append(town)
    groups: list[tuple[str, ...]] = [(town,) for town in towns]
    groups += [pair for neighbours in together.values() for pair in combinations(neighbours, 2)]
    for group in groups:
        yield Attacker(" + ".join(group), own_cells(structure, group) | shared, thresholds.insider_width)
