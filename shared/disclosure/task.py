"""What is to be protected, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shared.disclosure.adversary import Published
from shared.disclosure.catalogue import Catalogue, Dimensions, Level
from shared.disclosure.structure import Key, Structure, Towns
from shared.disclosure.thresholds import Thresholds
from shared.disclosure.visibility import Reason


@dataclass(frozen=True, slots=True)
class Cell:
    """What is published of one cell: the rounded value or why there is none; the truth is less than ``reach`` away."""

    value: int
    reason: Reason
    base: int
    reach: int
    towns: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """A frozen release: what the towns had reported then, what was published of it, and which totals exactly (AMIF)."""

    towns: Towns
    cells: Mapping[Key, Cell]
    known_exactly: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True, order=True)
class Withheld:
    """A table that no rounding protects, at one level; ``cells`` names them where others of the table are shown."""

    metric: str
    level: Level
    axes: Dimensions
    cells: tuple[str, ...] = ()


@dataclass(slots=True)
class Protected:
    """A protected set of tables and how it came about."""

    cells: dict[Key, Cell] = field(default_factory=dict)
    withheld: list[Withheld] = field(default_factory=list)
    totals_withheld: set[str] = field(default_factory=set)
    """Metrics of which even the reporting role must not get the exact totals."""
    attempts: int = 0
    attacks: int = 0
    fallbacks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be protected, by which rules, against whom.

    ``earlier`` are the releases of the same period, oldest first. ``before`` and ``after`` are those of periods before
    and after it, in their order, of which only stocks are looked at: a flow counts other rows in every period, so
    that nothing in one period excludes a world of another. ``known_exactly`` are totals that
    the reporting role knows (AMIF). ``is_attacked`` is false only to measure the rounding alone.
    """

    catalogue: Catalogue
    towns: Towns
    thresholds: Thresholds
    seed: str
    earlier: Sequence[Earlier] = ()
    before: Sequence[Earlier] = ()
    after: Sequence[Earlier] = ()
    known_exactly: frozenset[Key] = frozenset()
    is_attacked: bool = True


def published_of(structure: Structure, cells: Mapping[Key, Cell]) -> dict[int, Published]:
    """What an attacker can read of these cells."""
    return {
        number: Published(cell.value, cell.base, cell.reach)
        for number, key in enumerate(structure.keys)
        if (cell := cells.get(key)) and cell.reason is Reason.SHOWN
    }


def exact_of(structure: Structure, known_exactly: frozenset[Key]) -> dict[int, int]:
    """The cells that the reporting role knows exactly."""
    return {number: structure.values[number] for number, key in enumerate(structure.keys) if key in known_exactly}
