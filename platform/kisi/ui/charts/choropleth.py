"""Map of areas shaded by a value. No ranking: the table beneath is sorted by name."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, radians
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kisi.ui.charts.figure import BadValue, Chart, DataTable, Legend, LegendItem, require_numbers
from kisi.ui.charts.numbers import german_number
from kisi.ui.charts.palette import SCALE
from kisi.ui.charts.svg import element

WIDTH = 600.0
EDGE = 6.0

type Point = tuple[float, float]
type Ring = Sequence[Point]


MOST_TABBED = 7
"""So many links nobody minds passing one by one."""


@dataclass(frozen=True)
class Area:
    """One shape: rings in longitude and latitude (or any plane with y upwards), or an SVG path made before."""

    key: str
    name: str
    rings: Sequence[Ring] = ()
    path: str = ""


@dataclass(frozen=True, kw_only=True)
class Choropleth(Chart):
    """Areas, and for some of them a value; `borders` are drawn over them, `urls` make areas links.

    `thresholds` are the lower bounds of the second and later classes; without them the values are cut
    into classes of about equal size. `geographic` says that rings are degrees and need a projection.
    Where the areas carry paths, `size` is the width and height of the plane they were made for and
    `border_path` the path of the borders.
    """

    areas: Sequence[Area]
    values: Mapping[str, float]
    urls: Mapping[str, str] = field(default_factory=dict)
    borders: Sequence[Ring] = ()
    size: tuple[float, float] | None = None
    border_path: str = ""
    thresholds: Sequence[float] | None = None
    geographic: bool = True
    places: int | None = None
    no_value: str = ""
    css: str = "k-map"

    def __post_init__(self) -> None:
        """Raises `BadValue` for no areas, values of unknown areas, or what is not a number."""
        require_numbers(self.values.values())
        unknown = set(self.values) - {area.key for area in self.areas}
        if unknown or not self.areas:
            raise BadValue(f"Zu diesen Werten fehlen die Flächen: {', '.join(sorted(unknown)) or 'alle'}.")
        if self.thresholds and list(self.thresholds) != sorted(set(self.thresholds)):
            raise BadValue("Die Grenzen der Klassen müssen aufsteigen.")

    @property
    def skip_to(self) -> str:
        """The id of the values below, where areas are so many links that somebody may want to go past them."""
        return f"{self.key}-werte" if len(self.urls) > MOST_TABBED else ""

    @property
    def limits(self) -> list[float]:
        """Lower bounds of the classes from the second on."""
        if self.thresholds is not None:
            return list(self.thresholds)[: len(SCALE) - 1]
        ordered = sorted(self.values.values())
        cuts = {ordered[len(ordered) * part // len(SCALE)] for part in range(1, len(SCALE))} if ordered else set()
        return sorted(cuts - {ordered[0]} if ordered else cuts)

    def class_of(self, value: float) -> int:
        """The class of a value, from 1."""
        return _class_of(value, self.limits)

    def legends(self) -> list[Legend]:
        """The classes with their bounds, and what grey means."""
        return [Legend(self._legend_items())]

    def _legend_items(self) -> list[LegendItem]:
        nothing = LegendItem("class-none", self.no_value or _("keine Angabe"))
        if not self.values:
            return [nothing]
        bounds = [min(self.values.values()), *self.limits]
        items = []
        for number, low in enumerate(bounds, start=1):
            text = german_number(low, self.places)
            if number < len(bounds):
                text = _("%(low)s bis unter %(high)s") % {
                    "low": text,
                    "high": german_number(bounds[number], self.places),
                }
            else:
                text = _("ab %s") % text
            items.append(LegendItem(f"class-{number}", text))
        if len(self.values) < len(self.areas):
            items.append(nothing)
        return items

    def data(self) -> DataTable:
        """The areas that have a value, by name."""
        named = sorted((area.name, self.values[area.key]) for area in self.areas if area.key in self.values)
        return DataTable([_("Fläche"), self.unit or _("Wert")], [list(row) for row in named])

    def summary(self) -> str:
        """The description, or how many areas have a value and their range."""
        if self.description or not self.values:
            return self.description or _("Keine Werte")
        return _("%(count)s Flächen mit Werten von %(low)s bis %(high)s.") % {
            "count": len(self.values),
            "low": german_number(min(self.values.values()), self.places),
            "high": german_number(max(self.values.values()), self.places),
        }

    def picture(self) -> SafeString:
        """The map; with links it is a group of links, else one image."""
        paths, border, (width, height) = self._paths()
        empty = "".join(paths[area.key] for area in self.areas if area.key not in self.values)
        shapes = [element("path", class_="empty", d=empty)] if empty else []
        limits = self.limits
        shapes += [self._area(area, paths[area.key], limits) for area in self.areas if area.key in self.values]
        if border:
            shapes.append(element("path", class_="border", d=border))
        return self.frame(width, height, shapes, role="group" if self.urls else "img")

    def _area(self, area: Area, path: str, limits: Sequence[float]) -> SafeString:
        value = self.values[area.key]
        text = f"{area.name}: {german_number(value, self.places)} {self.unit}".strip()
        drawn = element("path", element("title", text), class_=f"class-{_class_of(value, limits)}", d=path)
        url = self.urls.get(area.key)
        return element("a", drawn, href=url, aria_label=text) if url else drawn

    def _paths(self) -> tuple[dict[str, str], str, tuple[float, float]]:
        """Path of each area, path of the borders, size of the plane."""
        if self.size is not None:
            return {area.key: area.path for area in self.areas}, self.border_path, self.size
        points = [point for area in self.areas for ring in area.rings for point in ring]
        place = Projection.around(points, geographic=self.geographic)
        paths = {area.key: outline(area.rings, place) for area in self.areas}
        return paths, outline(self.borders, place), (WIDTH, place.height)


def _class_of(value: float, limits: Sequence[float]) -> int:
    return 1 + bisect_right(limits, value)


@dataclass(frozen=True)
class Projection:
    """From degrees (or a plane) to the picture: shortened by latitude, y downwards, fitted to the width."""

    west: float
    north: float
    scale_x: float
    scale_y: float
    height: float

    @classmethod
    def around(cls, points: Sequence[Point], *, geographic: bool) -> "Projection":
        """The projection that fits all points into the picture's width."""
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        west, east, south, north = min(xs), max(xs), min(ys), max(ys)
        squeeze = cos(radians((north + south) / 2)) if geographic else 1.0
        scale_x = (WIDTH - 2 * EDGE) / ((east - west) or 1)
        scale_y = scale_x / squeeze
        return cls(west, north, scale_x, scale_y, round((north - south) * scale_y + 2 * EDGE, 1))

    def __call__(self, point: Point) -> tuple[int, int]:
        """A point in tenths of the picture's unit, as whole numbers."""
        x, y = point
        return (
            round(((x - self.west) * self.scale_x + EDGE) * 10),
            round(((self.north - y) * self.scale_y + EDGE) * 10),
        )


def tenth(number: int) -> str:
    """Tenths as a decimal number: 125 → 12.5."""
    whole, rest = divmod(abs(number), 10)
    return f"{'-' if number < 0 else ''}{whole}" + (f".{rest}" if rest else "")


def outline(rings: Sequence[Ring], place: Projection) -> str:
    """Rings as one path in relative steps; points that fall together are drawn once."""
    drawn = []
    for ring in rings:
        points = [place(point) for point in ring]
        if not points:
            continue
        first = points[0]
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points) if a != b]
        closed = points[0] == points[-1]
        moves = steps[:-1] if closed and steps else steps
        drawn.append(f"M{tenth(first[0])} {tenth(first[1])}")
        if moves:
            drawn.append("l" + " ".join(f"{tenth(dx)} {tenth(dy)}" for dx, dy in moves))
        drawn.append("Z" if closed else "")
    return "".join(drawn)


# --- reading shapes


def areas_from_geojson(collection: Mapping[str, Any], key: str, name: str) -> list[Area]:
    """Areas of a GeoJSON FeatureCollection; `key` and `name` are properties. Raises `BadValue` for other shapes."""
    areas = []
    for feature in collection["features"]:
        rings = _rings(feature["geometry"]["type"], feature["geometry"]["coordinates"])
        properties = feature["properties"]
        areas.append(Area(str(properties[key]), str(properties[name]), rings))
    return areas


def areas_from_topojson(topology: Mapping[str, Any], layer: str, key: str, name: str) -> list[Area]:
    """Areas of one object of a TopoJSON file (quantised or not)."""
    arcs = _decoded_arcs(topology)
    areas = []
    for geometry in topology["objects"][layer]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        rings = [_joined(ring, arcs) for polygon in polygons for ring in polygon]
        properties = geometry["properties"]
        areas.append(Area(str(properties[key]), str(properties[name]), rings))
    return areas


def _rings(kind: str, coordinates: Any) -> list[Ring]:
    if kind == "Polygon":
        coordinates = [coordinates]
    elif kind != "MultiPolygon":
        raise BadValue(f"Aus {kind} lässt sich keine Fläche zeichnen.")
    return [[(x, y) for x, y, *_rest in ring] for polygon in coordinates for ring in polygon]


def _decoded_arcs(topology: Mapping[str, Any]) -> list[list[Point]]:
    transform = topology.get("transform")
    if transform is None:
        return [[(x, y) for x, y in arc] for arc in topology["arcs"]]
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        decoded.append(points)
    return decoded


def _joined(ring: Sequence[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """A ring of arc numbers as points; a negative number is an arc read backwards."""
    points: list[Point] = []
    for index in ring:
        arc = list(arcs[index]) if index >= 0 else list(reversed(arcs[~index]))
        points.extend(arc[1:] if points else arc)
    return points


__all__ = ["Area", "Choropleth", "areas_from_geojson", "areas_from_topojson"]
