"""The shipped shapes as SVG paths for an inline map."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Final

from shared.municipalities.register.entries import DATA

type Point = tuple[int, int]

ATTRIBUTION: Final = "© GeoBasis-DE / BKG (2016), Daten verändert"
"""Has to stand beside every map drawn from the shapes (Datenlizenz of the BKG)."""


@dataclass(frozen=True, slots=True)
class HessianMap:
    """Path data in whole units from the upper left corner; north is up, one unit is equally long in all
    directions.

    ``municipalities`` has a path for each current AGS, ``areas`` for each uninhabited area without a
    municipality, ``district_borders`` is one path of all borders between districts and of the outer border.
    """

    width: int
    height: int
    municipalities: dict[str, str]
    areas: dict[str, str]
    district_borders: str


@cache
def hessian_map(width: int = 1000) -> HessianMap:
    """The whole of Hesse, ``width`` units wide; kept in memory, because it is the same for everybody."""
    return draw(json.loads((DATA / "outlines.topojson").read_text(encoding="utf-8")), width)


def draw(topology: dict[str, Any], width: int) -> HessianMap:
    """Project a TopoJSON topology.

    Equidistant along the middle parallel, which is exact enough for one Land.
    """
    west, south, east, north = topology["bbox"]
    shrink = math.cos(math.radians((south + north) / 2))
    scale = width / ((east - west) * shrink)
    arcs = [
        [(round((lon - west) * shrink * scale), round((north - lat) * scale)) for lon, lat in _degrees(arc, topology)]
        for arc in topology["arcs"]
    ]
    shapes = topology["objects"]["municipalities"]["geometries"]
    paths = {shape["id"]: "".join(_ring(ring, arcs) for ring in _rings(shape)) for shape in shapes}
    return HessianMap(
        width=width,
        height=round((north - south) * scale),
        municipalities={ags: path for ags, path in paths.items() if not is_area(ags)},
        areas={ags: path for ags, path in paths.items() if is_area(ags)},
        district_borders=_district_borders(shapes, arcs),
    )


def is_area(ags: str) -> bool:
    """Whether the key is that of a gemeindefreies Gebiet: in Hesse their last three digits begin with 2."""
    return ags[5] == "2"


def _degrees(arc: list[list[int]], topology: dict[str, Any]) -> list[tuple[float, float]]:
    (x_step, y_step), (x_zero, y_zero) = topology["transform"]["scale"], topology["transform"]["translate"]
    points, x, y = [], 0, 0
    for right, up in arc:
        x, y = x + right, y + up
        points.append((x * x_step + x_zero, y * y_step + y_zero))
    return points


def _rings(shape: dict[str, Any]) -> list[list[int]]:
    return shape["arcs"] if shape["type"] == "Polygon" else [ring for part in shape["arcs"] for ring in part]


def _ring(ring: list[int], arcs: list[list[Point]]) -> str:
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return _path(points) + "z" if len(points) > 1 else ""


def _path(points: list[Point]) -> str:
    """Relative path data: steps are short numbers, and steps of nothing are left out."""
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(points)]
    moves = [f"{x}{y}" if y < 0 else f"{x},{y}" for x, y in steps if (x, y) != (0, 0)]
    # A minus parts numbers as well as a space does.
    return f"M{points[0][0]},{points[0][1]}l" + " ".join(moves).replace(" -", "-") if moves else ""


def _district_borders(shapes: list[dict[str, Any]], arcs: list[list[Point]]) -> str:
    """Arcs that do not have the same district on both sides."""
    sides: dict[int, list[str]] = {}
    for shape in shapes:
        for number in {n if n >= 0 else ~n for ring in _rings(shape) for n in ring}:
            sides.setdefault(number, []).append(shape["id"][:5])
    return "".join(_path(arcs[n]) for n, found in sorted(sides.items()) if len(found) == 1 or len(set(found)) > 1)
