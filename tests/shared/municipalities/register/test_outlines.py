"""The shapes: all there, no gaps between neighbours, light enough to stand inside a page."""

from __future__ import annotations

import json
import re

import pytest

from shared.municipalities.register.entries import DATA, read_register
from shared.municipalities.register.outlines import HessianMap, draw, hessian_map, is_area

AREAS = {"06431200", "06435200", "06633200", "06636200"}


@pytest.fixture(scope="module")
def drawn() -> HessianMap:
    return hessian_map(1000)


def test_there_is_a_shape_for_each_current_municipality_and_each_area_without_one(drawn: HessianMap) -> None:
    current = {entry.ags for entry in read_register().current()}
    topology = json.loads((DATA / "outlines.topojson").read_text(encoding="utf-8"))
    assert {shape["id"] for shape in topology["objects"]["municipalities"]["geometries"]} == current | AREAS
    assert drawn.municipalities.keys() == current
    assert drawn.areas.keys() == AREAS
    assert not any(is_area(ags) for ags in current)


def test_every_path_is_drawn_and_closed(drawn: HessianMap) -> None:
    for ags, path in drawn.municipalities.items():
        assert re.fullmatch(r"(M\d+,\d+l[-\d, ]+z)+", path), ags
        assert len(path) > 30, ags


def test_an_inline_map_stays_light(drawn: HessianMap) -> None:
    """A page may weigh 200 kB; the map of all municipalities is to take less than half of it."""
    assert sum(map(len, drawn.municipalities.values())) < 100_000
    assert len(drawn.district_borders) < 25_000


def test_no_border_is_kept_twice() -> None:
    """Each arc has two sides inside Hesse and one at the outer border: neighbours share borders."""
    topology = json.loads((DATA / "outlines.topojson").read_text(encoding="utf-8"))
    sides: dict[int, int] = {}
    for shape in topology["objects"]["municipalities"]["geometries"]:
        rings = shape["arcs"] if shape["type"] == "Polygon" else [r for part in shape["arcs"] for r in part]
        for number in (n if n >= 0 else ~n for ring in rings for n in ring):
            sides[number] = sides.get(number, 0) + 1
    assert set(sides.values()) == {1, 2}
    assert len(sides) == len(topology["arcs"])
    inner = sum(times == 2 for times in sides.values())
    assert inner / len(sides) > 0.7


def test_shapes_have_about_the_area_of_hesse(drawn: HessianMap) -> None:
    """21,115 km² (Statistisches Landesamt); simplified borders may lose or gain three in a hundred."""
    topology = json.loads((DATA / "outlines.topojson").read_text(encoding="utf-8"))
    _west, south, _east, north = topology["bbox"]
    kilometres = (north - south) * 111.2 / drawn.height
    paths = [*drawn.municipalities.values(), *drawn.areas.values()]
    area = sum(_area(path) for path in paths) * kilometres**2
    assert 21_115 * 0.97 < area < 21_115 * 1.03


def test_north_is_up_and_west_is_left() -> None:
    square = {
        "bbox": [8.0, 50.0, 9.0, 51.0],
        "transform": {"scale": [1.0, 1.0], "translate": [8.0, 50.0]},
        "objects": {"municipalities": {"geometries": [{"type": "Polygon", "id": "06431002", "arcs": [[0]]}]}},
        "arcs": [[[0, 0], [1, 0], [0, 1], [-1, 0], [0, -1]]],
    }
    drawn = draw(square, 100)
    assert drawn.height == 157
    assert drawn.municipalities == {"06431002": "M0,157l100,0 0-157-100,0 0,157z"}


def _area(path: str) -> float:
    """Area by the shoelace formula in square units; holes are wound the other way and subtract themselves."""
    total = 0.0
    for start, steps in re.findall(r"M(\d+,\d+)l([^zM]+)z", path):
        x, y = (float(number) for number in start.split(","))
        for dx, dy in re.findall(r"(-?\d+)[, ]?(-?\d+)", steps):
            total += x * (y + float(dy)) - (x + float(dx)) * y
            x, y = x + float(dx), y + float(dy)
    return abs(total) / 2
