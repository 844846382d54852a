"""Where the nodes of a network map lie: on rings, inside their sectors, never on each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

RINGS = 3
INNERMOST = 120.0
RING_STEP = 105.0
EDGE = 120.0
ROOM = 44.0
"""Least distance between the centres of two nodes."""
CENTRE_RADIUS = 20.0


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


def radius_of(degree: int) -> float:
    """A node's radius: at least large enough for a number of two digits."""
    return min(10.0 + degree * 1.0, 17.0)


def sector_shares(wishes: Sequence[Wish], sectors: int) -> list[float]:
    """The angle of each sector: by its number of nodes, none smaller than a useful wedge."""
    counts = [2 + sum(1 for _key, sector, _ring, _degree in wishes if sector == number) for number in range(sectors)]
    return [2 * pi * count / sum(counts) for count in counts]


def lay_out(wishes: Sequence[Wish], sectors: int) -> Layout:
    """Places every node; rings grow until each sector's arc has room for its nodes."""
    shares = sector_shares(wishes, max(sectors, 1))
    starts = [-pi / 2 + sum(shares[:number]) for number in range(len(shares))]
    groups = {
        (sector, ring): [wish for wish in wishes if wish[1] == sector and wish[2] == ring]
        for sector in range(len(shares))
        for ring in range(1, RINGS + 1)
    }
    rings = ring_radii(groups, shares)
    outer = rings[-1]
    size = 2 * (outer + EDGE)
    middle = size / 2
    spots = {"": Spot(middle, middle, CENTRE_RADIUS)}
    for (sector, ring), group in groups.items():
        for key, angle, degree in angles(group, starts[sector], shares[sector], ring):
            distance = rings[ring - 1]
            spots[key] = Spot(middle + distance * cos(angle), middle + distance * sin(angle), radius_of(degree))
    ends = [at(middle, outer, start) for start in starts] if len(shares) > 1 else []
    labels = [at(middle, outer + 62, start + share / 2) for start, share in zip(starts, shares, strict=True)]
    return Layout(size, spots, rings, ends, labels)


def ring_radii(groups: dict[tuple[int, int], list[Wish]], shares: Sequence[float]) -> list[float]:
    """Radii from the inside out: each at least a step larger, and long enough for its fullest sector."""
    radii: list[float] = []
    for ring in range(1, RINGS + 1):
        least = INNERMOST if not radii else radii[-1] + RING_STEP
        for sector, share in enumerate(shares):
            # Nodes of one ring stand (count + 1) steps apart in their wedge; the chord must be ROOM at least.
            step = share / (len(groups[sector, ring]) + 1)
            least = max(least, ROOM / (2 * sin(min(step, pi) / 2))) if groups[sector, ring] else least
        radii.append(least)
    return radii


def angles(group: Sequence[Wish], start: float, share: float, ring: int) -> list[tuple[str, float, int]]:
    """Evenly over the wedge, every second ring turned a little so that nodes do not stand behind each other."""
    step = share / (len(group) + 1)
    turn = step * (0.25, -0.25, 0.0)[ring - 1]
    return [(key, start + step * position + turn, degree) for position, (key, _s, _r, degree) in enumerate(group, start=1)]


def at(middle: float, distance: float, angle: float) -> tuple[float, float]:
    """A point at a distance and angle from the middle."""
    return middle + distance * cos(angle), middle + distance * sin(angle)


def touch(one: Spot, other: Spot) -> bool:
    """Whether two nodes touch."""
    return hypot(one.x - other.x, one.y - other.y) < one.radius + other.radius
