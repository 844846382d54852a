"""The attacker: what can be inferred about any cell from everything that is published, and from what somebody knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from shared.disclosure.catalogue import Level
from shared.disclosure.rounding import Row
from shared.disclosure.structure import Key, Structure
from shared.disclosure.thresholds import Thresholds
from shared.disclosure.witnesses import Target, Witnesses
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
    """Somebody who knows the true values of some cells, and how uncertain everything else must stay for them.

    ``asks_about_towns``: also about cells of towns that are published in nothing but larger figures.
    """

    who: str
    known: Mapping[int, int]
    width: int
    asks_about_towns: bool = False


class Attack:
    """All that is published of one structure, ready to be asked about. Raises ``Contradiction`` where untrue."""

    def __init__(self, structure: Structure, published: Mapping[int, Published]) -> None:
        self.structure = structure
        self.published = published
        self.worlds = self._worlds_after(published)

    def _worlds_after(self, published: Mapping[int, Published]) -> Worlds:
        lower, upper = bounds_of(self.structure, published)
        return Worlds(lower, upper, truths(self.structure), np.array(self.structure.values, dtype=float))

    @cached_property
    def before_any_release(self) -> Worlds:
        """What is possible as long as nothing is published."""
        return self._worlds_after({})

    def by(self, attacker: Attacker) -> list[Finding]:
        """Cells that this attacker can narrow down too far; what consists only of their own is left out.

        Raises ``Contradiction`` when nothing published can be true.
        """
        settled = settled_by(self.structure, attacker.known)
        asked = {*self.published, *(own_numbers(self.structure) if attacker.asks_about_towns else ())}
        targets = sorted(asked - settled)
        return self._narrowed(targets, attacker)

    def _narrowed(self, targets: Sequence[int], attacker: Attacker) -> list[Finding]:
        """What the release tells them; what they know as well without it is not told by it.

        The exact total of a cell in which there is only one person leaves each town 0 or 1, whatever is published. That
        may stay so; a release that then says which of them is a finding.
        """
        found = self.worlds.narrow(targets, attacker.known, attacker.width)
        before = self.before_any_release.narrow([number for number, *_ in found], attacker.known, attacker.width)
        return [Finding(self.structure.keys[n], low, high, attacker.who) for n, low, high in set(found) - set(before)]

    def by_insiders(self, thresholds: Thresholds, totals: dict[int, int]) -> Iterator[Finding]:
        """What towns, alone or together, can narrow down too far, as ``by`` finds it for each; many times quicker."""
        structure, width = self.structure, thresholds.insider_width
        targets = [Target(n, structure.towns_of[n], width) for n in self.published if n not in totals]
        witnesses = Witnesses(self.worlds, owners(structure), targets, known=list(totals))
        for group, doubtful in witnesses.doubts(who_colludes(witnesses.towns, thresholds)):
            known = own_cells(structure, group) | totals
            left = {one.column for one in doubtful} - settled_by(structure, known)
            yield from self._narrowed(sorted(left), Attacker(" + ".join(group), known, width))


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


def own_numbers(structure: Structure) -> list[int]:
    """Every cell of every town."""
    return [number for number, key in enumerate(structure.keys) if key.level is Level.MUNICIPALITY]


def outsiders(
    structure: Structure, thresholds: Thresholds, known_exactly: frozenset[Key] = frozenset()
) -> Iterable[Attacker]:
    """Somebody who knows nothing but what is published, and somebody who knows the AMIF totals as well."""
    totals = _totals(structure, known_exactly)
    yield Attacker("outsider", {}, thresholds.outsider_width)
    if totals:
        yield Attacker("knows the AMIF totals", totals, thresholds.insider_width, asks_about_towns=True)


def insiders_totals(
    structure: Structure, thresholds: Thresholds, known_exactly: frozenset[Key] = frozenset()
) -> dict[int, int]:
    """The AMIF totals as far as towns are taken to know them.

    From ``thresholds.amif_insiders`` contributing towns on; among fewer, exact totals leave a town too little
    doubt about the others, whatever is rounded: there they stay with the reporting role.
    """
    is_large = len(towns_in(structure)) >= thresholds.amif_insiders
    return _totals(structure, known_exactly) if is_large else {}


def attackers(
    structure: Structure,
    thresholds: Thresholds,
    *,
    known_exactly: frozenset[Key] = frozenset(),
    all_pairs: bool = False,
) -> Iterable[Attacker]:
    """Everybody, one after the other: outsiders, every town, and the towns that put together what they know."""
    yield from outsiders(structure, thresholds, known_exactly)
    shared = insiders_totals(structure, thresholds, known_exactly)
    towns = towns_in(structure)
    together = np.ones((len(towns), len(towns)), dtype=bool) if all_pairs else who_colludes(towns, thresholds)
    groups: list[tuple[str, ...]] = [(town,) for town in towns]
    groups += [(towns[a], towns[b]) for a, b in combinations(range(len(towns)), 2) if together[a, b]]
    for group in groups:
        yield Attacker(" + ".join(group), own_cells(structure, group) | shared, thresholds.insider_width)


def towns_in(structure: Structure) -> list[str]:
    """The towns whose numbers these are."""
    return sorted({key.area for key in structure.keys if key.level is Level.MUNICIPALITY})


def who_colludes(towns: Sequence[str], thresholds: Thresholds) -> np.ndarray:
    """For every two towns (and each with itself) whether they are taken to put together what they know.

    Neighbours of one district always; any two from ``thresholds.insider_pairs`` contributing towns on.
    """
    districts = np.array([town[:5] for town in towns])
    neighbours: np.ndarray = districts[:, None] == districts[None, :]
    return neighbours if len(towns) < thresholds.insider_pairs else np.ones_like(neighbours)


def _totals(structure: Structure, known_exactly: frozenset[Key]) -> dict[int, int]:
    return {number: structure.values[number] for number, key in enumerate(structure.keys) if key in known_exactly}


def owners(structure: Structure) -> list[str]:
    """For every cell the town that knows it, empty for cells of nobody's own."""
    return [key.area if key.level is Level.MUNICIPALITY else "" for key in structure.keys]
