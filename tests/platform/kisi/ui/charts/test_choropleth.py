"""The map: shapes, classes, projection, links."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kisi.ui.charts import Area, BadValue, Choropleth, areas_from_geojson, areas_from_topojson
from kisi.ui.gallery.charts import country, towns


def test_many_linked_areas_can_be_passed_over() -> None:
    """By a link in front of the map to its values, as soon as Tab would stop at more than a few areas."""
    areas = [Area(f"0643{number:04}", f"Ort {number}", path="M0 0h1v1z") for number in range(9)]
    for linked, is_offered in ((3, False), (9, True)):
        urls = {area.key: "/x/" for area in areas[:linked]}
        chart = Choropleth(key="karte", title="t", areas=areas, values={}, urls=urls, size=(10, 10), geographic=False)
        page = str(chart)
        assert ('href="#karte-werte"' in page) is is_offered
        assert ('id="karte-werte"' in page) is is_offered


def parse(svg: str) -> ET.Element:
    """The picture."""
    return ET.fromstring(svg)  # noqa: S314 (our own output)


SQUARE = [(8.0, 50.0), (9.0, 50.0), (9.0, 51.0), (8.0, 51.0), (8.0, 50.0)]
NEXT = [(9.0, 50.0), (10.0, 50.0), (10.0, 51.0), (9.0, 51.0), (9.0, 50.0)]
AREAS = [Area("06431002", "Bensheim", [SQUARE]), Area("06440005", "Butzbach", [NEXT])]


def corners(path: str) -> list[tuple[float, float]]:
    """Absolute corners of a path in relative steps."""
    start = re.match(r"M(-?[\d.]+) (-?[\d.]+)", path)
    assert start
    x, y = float(start[1]), float(start[2])
    found = [(x, y)]
    for dx, dy in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path[path.index("l") :]):
        x, y = x + float(dx), y + float(dy)
        found.append((x, y))
    return found


def test_latitude_is_stretched_and_north_is_up() -> None:
    root = parse(str(Choropleth(key="k", title="t", areas=AREAS, values={"06431002": 5, "06440005": 10}).picture()))
    path = next(path for path in root.iter("path") if "Bensheim" in "".join(path.itertext()))
    points = corners(path.get("d", ""))
    width = max(x for x, _y in points) - min(x for x, _y in points)
    height = max(y for _x, y in points) - min(y for _x, y in points)
    assert height / width == pytest.approx(1 / 0.6361, rel=0.01)  # 1 / cos 50.5°
    assert points[0][1] > points[2][1]


@given(values=st.lists(st.integers(0, 10_000), min_size=1, max_size=60))
def test_every_value_lies_in_the_class_its_colour_says(values: list[int]) -> None:
    areas = [Area(str(number), f"Ort {number}", [SQUARE]) for number in range(len(values))]
    chart = Choropleth(key="k", title="t", areas=areas, values={str(n): v for n, v in enumerate(values)})
    limits = [float("-inf"), *chart.limits, float("inf")]
    assert limits == sorted(set(limits))
    for value in values:
        number = chart.class_of(value)
        assert limits[number - 1] <= value < limits[number]
    assert len(chart.legends()[0].items) == len(chart.limits) + 1
    drawn = sorted(int(css) for css in re.findall(r'class="class-(\d)"', str(chart.picture())))
    assert drawn == sorted(chart.class_of(value) for value in values)
    assert sorted(row[1] for row in chart.data().rows) == sorted(values)


def test_table_is_sorted_by_name_never_by_value() -> None:
    chart = country()
    names = [row[0] for row in chart.data().rows]
    assert names == sorted(names)
    assert len(names) == 24


def test_links_can_be_focused_and_name_value_and_place() -> None:
    chart = Choropleth(
        key="k", title="t", areas=AREAS, values={"06431002": 5}, urls={"06431002": "/bensheim/"}, unit="Fälle"
    )
    root = parse(str(chart.picture()))
    link = next(root.iter("a"))
    assert (link.get("href"), link.get("aria-label")) == ("/bensheim/", "Bensheim: 5 Fälle")
    assert root.get("role") == "group"


def test_geojson_and_topojson_give_the_same_areas() -> None:
    geojson = {
        "features": [
            {"properties": {"ags": "1", "name": "Eins"}, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}},
            {"properties": {"ags": "2", "name": "Zwei"}, "geometry": {"type": "MultiPolygon", "coordinates": [[NEXT]]}},
        ]
    }
    shared = [(9.0, 50.0), (9.0, 51.0)]
    topojson = {
        "arcs": [
            shared,
            [(9.0, 51.0), (8.0, 51.0), (8.0, 50.0), (9.0, 50.0)],
            [(9.0, 50.0), (10.0, 50.0), (10.0, 51.0), (9.0, 51.0)],
        ],
        "objects": {
            "orte": {
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, 1]], "properties": {"ags": "1", "name": "Eins"}},
                    {"type": "MultiPolygon", "arcs": [[[2, ~0]]], "properties": {"ags": "2", "name": "Zwei"}},
                ]
            }
        },
    }
    first = areas_from_geojson(geojson, "ags", "name")
    second = areas_from_topojson(topojson, "orte", "ags", "name")
    assert [(area.key, area.name) for area in first] == [(area.key, area.name) for area in second]
    for one, other in zip(first, second, strict=True):
        assert set(one.rings[0]) == set(other.rings[0])
        assert other.rings[0][0] == other.rings[0][-1]


def test_quantised_topojson_is_decoded() -> None:
    topology = {
        "transform": {"scale": [0.5, 0.25], "translate": [8, 50]},
        "arcs": [[[0, 0], [2, 0], [0, 4], [-2, -4]]],
        "objects": {"o": {"geometries": [{"type": "Polygon", "arcs": [[0]], "properties": {"k": 1, "n": "x"}}]}},
    }
    assert areas_from_topojson(topology, "o", "k", "n")[0].rings == [[(8, 50), (9, 50), (9, 51), (8, 50)]]


def test_values_without_a_shape_and_other_shapes_are_refused() -> None:
    with pytest.raises(BadValue, match="06999999"):
        Choropleth(key="k", title="t", areas=AREAS, values={"06999999": 1})
    with pytest.raises(BadValue, match="Point"):
        areas_from_geojson(
            {"features": [{"properties": {"a": 1}, "geometry": {"type": "Point", "coordinates": []}}]}, "a", "a"
        )
    with pytest.raises(BadValue):
        Choropleth(key="k", title="t", areas=AREAS, values={}, thresholds=[3, 2])


def test_neighbours_share_their_border_exactly() -> None:
    chart = Choropleth(key="k", title="t", areas=towns(), values={area.key: 1 for area in towns()}, geographic=False)
    root = parse(str(chart.picture()))
    ends = [tuple(round(v, 1) for v in corner) for path in root.iter("path") for corner in corners(path.get("d", ""))]
    alone = [corner for corner in set(ends) if ends.count(corner) == 1]
    assert len(ends) > 300
    assert len(alone) < 0.1 * len(set(ends))  # only corners of the country itself belong to one town


def test_prepared_paths_are_drawn_as_they_are() -> None:
    areas = [Area("1", "Eins", path="M0 0l10 0 0 10Z"), Area("2", "Zwei", path="M20 0l10 0 0 10Z")]
    chart = Choropleth(key="k", title="t", areas=areas, values={"1": 4}, size=(100, 120), border_path="M0 0h9")
    root = parse(str(chart.picture()))
    assert root.get("viewBox") == "0 0 100 120"
    drawn = [(path.get("class"), path.get("d")) for path in root.iter("path")]
    assert drawn == [("empty", "M20 0l10 0 0 10Z"), ("class-1", "M0 0l10 0 0 10Z"), ("border", "M0 0h9")]
