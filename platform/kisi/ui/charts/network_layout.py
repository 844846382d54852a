"""Where the nodes of a network map lie: on rings, inside their sectors, never on each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

RINGS = 3


@dataclass(frozen=True)
class Measures:
    """The sizes of one variant, in the picture's unit.

    `room` is the least distance between two nodes of a ring; `edge` what lies beyond the outermost ring.
    """

    innermost: float
    step: float
    edge: float
    room: float
    centre: float
    smallest: float
    largest: float


WIDE = Measures(innermost=92, step=80, edge=84, room=44, centre=19, smallest=10, largest=17)
NARROW = Measures(innermost=50, step=42, edge=16, room=25, centre=14, smallest=11, largest=11)


@dataclass(frozen=True)
class Spot:
    """A node's place and size."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Layout:
    """All places; the centre's key is empty."""

    size: float
    spots: dict[str, Spot]
    rings: list[float]
    sector_ends: list[tuple[float, float]]
    sector_labels: list[tuple[float, float]]


type Wish = tuple[str, int, int, int]
"""(key, sector from 0, ring from 1, number of relations)."""


def sector_shares(wishes: Sequence[Wish], sectors: int) -> list[float]:
    """The angle of each sector: by its number of nodes, none smaller than a useful wedge."""
    counts = [2 + sum(1 for _key, sector, _ring, _degree in wishes if sector == number) for number in range(sectors)]
    return [2 * pi * count / sum(counts) for count in counts]


def lay_out(wishes: Sequence[Wish], sectors: int, measures: Measures) -> Layout:
    """Places every node; rings grow until each sector's arc has room for its nodes."""
    shares = sector_shares(wishes, max(sectors, 1))
    starts = [-pi / 2 + sum(shares[:number]) for number in range(len(shares))]
    groups = {
        (sector, ring): [wish for wish in wishes if wish[1] == sector and wish[2] == ring]
        for sector in range(len(shares))
        for ring in range(1, RINGS + 1)
    }
    rings = ring_radii(groups, shares, measures)
    outer = rings[-1]
    size = round(2 * (outer + measures.edge), 1)
    middle = size / 2
    spots = {"": Spot(middle, middle, measures.centre)}
    for (sector, ring), group in groups.items():
        for key, angle, degree in angles(group, starts[sector], shares[sector], ring):
            radius = min(measures.smallest + degree, measures.largest)
            spots[key] = Spot(*at(middle, rings[ring - 1], angle), radius)
    ends = [at(middle, outer, start) for start in starts] if len(shares) > 1 else []
    labels = [
        at(middle, outer + measures.edge * 0.55, start + share / 2) for start, share in zip(starts, shares, strict=True)
    ]
    return Layout(size, spots, rings, ends, labels)


def ring_radii(groups: dict[tuple[int, int], list[Wish]], shares: Sequence[float], measures: Measures) -> list[float]:
    """Radii from the inside out: each at least a step larger, and long enough for its fullest sector."""
    radii: list[float] = []
    for ring in range(1, RINGS + 1):
        least = measures.innermost if not radii else radii[-1] + measures.step
        for sector, share in enumerate(shares):
            if groups[sector, ring]:
                # The nodes of a wedge stand count + 1 steps apart; the chord of a step must be `room` at least.
                step = share / (len(groups[sector, ring]) + 1)
                least = max(least, measures.room / (2 * sin(min(step, pi) / 2)))
        radii.append(least)
    return radii


def angles(group: Sequence[Wish], start: float, share: float, ring: int) -> list[tuple[str, float, int]]:
    """Evenly over the wedge; the rings are turned against each other so that nodes do not hide behind others."""
    step = share / (len(group) + 1)
    turn = step * (0.25, -0.25, 0.0)[ring - 1]
    return [
        (key, start + step * position + turn, degree) for position, (key, _s, _r, degree) in enumerate(group, start=1)
    ]


def at(middle: float, distance: float, angle: float) -> tuple[float, float]:
    """A point at a distance and angle from the middle."""
    return middle + distance * cos(angle), middle + distance * sin(angle)
