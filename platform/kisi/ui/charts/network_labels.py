"""Names of a network map: each gets a free place beside its node, or none at all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kisi.ui.charts.network_layout import Layout, Spot
from kisi.ui.charts.text import text_width

FONT = 13.0
SECTOR_FONT = 15.0
LINE = 16.0
LONGEST = 170.0


@dataclass(frozen=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: "Box") -> bool:
        """Whether two rectangles share any area."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )


@dataclass(frozen=True)
class Placed:
    """A name's upper left corner, text and width."""

    x: float
    y: float
    text: str
    width: float

    @property
    def box(self) -> Box:
        """What the name covers."""
        return Box(self.x, self.y, self.width, LINE)


def box_of(spot: Spot) -> Box:
    """The square around a node."""
    return Box(spot.x - spot.radius, spot.y - spot.radius, 2 * spot.radius, 2 * spot.radius)


def candidates(spot: Spot, width: float) -> Iterator[tuple[float, float]]:
    """Upper left corners around a node: below, above, right, left, corners; first near, then further."""
    for gap in (3.0, 8.0, 16.0):
        near = spot.radius + gap
        centred, right, left = spot.x - width / 2, spot.x + near, spot.x - near - width
        yield centred, spot.y + near
        yield centred, spot.y - near - LINE
        yield right, spot.y - LINE / 2
        yield left, spot.y - LINE / 2
        for x in (spot.x + near * 0.5, spot.x - near * 0.5 - width):
            yield x, spot.y + near * 0.8
            yield x, spot.y - near * 0.8 - LINE


def sector_boxes(layout: Layout, kinds: Sequence[str]) -> list[Box]:
    """What the sectors' names cover."""
    boxes = []
    for (x, y), kind in zip(layout.sector_labels, kinds, strict=False):
        width = text_width(kind, SECTOR_FONT, bold=True)
        boxes.append(Box(x - width / 2, y - 10, width, 20))
    return boxes


def place_labels(layout: Layout, names: Mapping[str, str], kinds: Sequence[str]) -> dict[str, Placed | None]:
    """A place for every name in the order given, `None` where there is none; the first ones choose first."""
    taken = [box_of(spot) for spot in layout.spots.values()] + sector_boxes(layout, kinds)
    picture = Box(2, 2, layout.size - 4, layout.size - 4)
    placed: dict[str, Placed | None] = {}
    for key, name in names.items():
        width = text_width(name, FONT)
        found = first_free(candidates(layout.spots[key], width), width, taken, picture) if width <= LONGEST else None
        placed[key] = label_at = Placed(*found, name, width) if found else None
        if label_at:
            taken.append(label_at.box)
    return placed


def first_free(
    places: Iterable[tuple[float, float]], width: float, taken: Sequence[Box], picture: Box
) -> tuple[float, float] | None:
    """The first place inside the picture that covers nothing."""
    for x, y in places:
        box = Box(x, y, width, LINE)
        inside = x >= picture.x and y >= picture.y and x + width <= picture.x + picture.width
        if inside and y + LINE <= picture.y + picture.height and not any(box.overlaps(other) for other in taken):
            return x, y
    return None
