"""Pictures tell the truth: the values in the table are the values in the picture, and nothing overlaps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kisi.ui.charts import BadValue, Band, Bar, BarList, Chart, LineChart, Series, Sparkline, StackedBars, StackedRow
from kisi.ui.charts.band import Peers
from kisi.ui.charts.line import LINE_HEIGHT, NARROW, WIDE, spread
from kisi.ui.charts.text import text_width

VALUES = st.integers(min_value=0, max_value=10**7)
SIGNED = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)
NAMES = st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=40)
NOT_NUMBERS = [float("nan"), float("inf"), -float("inf")]


def parsed(svg: str) -> ET.Element:
    """The picture; broken XML and NaN fail here."""
    assert "nan" not in re.sub(r"<(title|desc|text)[^>]*>.*?</\1>", "", svg, flags=re.DOTALL).lower()
    return ET.fromstring(svg)  # noqa: S314 (our own output)


def german(text: str) -> float:
    """A tick's label as a number."""
    return float(text.replace(".", "").replace(",", ".").replace("−", "-"))


def tick_scale(root: ET.Element) -> tuple[float, float]:
    """(place of zero, units per value) read from the labels of the picture itself."""
    marks = [
        (float(tick.get("y", "")) - 4.5, german(tick.text or ""))
        for tick in root.iter("text")
        if tick.get("class") == "tick"
    ]
    (low_y, low), (high_y, high) = marks[0], marks[-1]
    per_unit = (high_y - low_y) / (high - low)
    return low_y - low * per_unit, per_unit


def line_points(root: ET.Element, number: int) -> list[tuple[float, float]]:
    """The corners of one line in their order."""
    drawn = [path.get("d", "") for path in root.iter("path") if f"line-{number}" in (path.get("class") or "")]
    pairs = re.findall(r"(-?[\d.]+) (-?[\d.]+)", " ".join(drawn).replace("M", " ").replace("L", " "))
    return [(float(x), float(y)) for x, y in pairs]


def test_a_target_is_marked_beside_the_bar_and_said() -> None:
    """Measured by the same scale, also where it is farther than every bar; bars without one have no mark."""
    bars = [Bar("weiblich", 30, target=60), Bar("männlich", 20, target=10), Bar("divers", 3)]
    chart = BarList(key="k", title="t", unit="Bögen", bars=bars)
    assert [line["target"] for line in chart.lines] == ["100.00", "16.67", ""]
    assert [line["share"] for line in chart.lines] == ["50.00", "33.33", "5.00"]
    assert [line["value"] for line in chart.lines] == ["30 von 60", "20 von 10", "3"]
    assert chart.data().rows == [["weiblich", 30, 60], ["männlich", 20, 10], ["divers", 3, None]]
    root = parsed(str(chart.picture()))
    marks = [float(line.get("x1", "")) for line in root.iter("line")]
    left, lengths = [[float(rect.get(name, "")) for rect in root.iter("rect")] for name in ("x", "width")]
    assert marks == pytest.approx([left[0] + 2 * lengths[0], left[1] + lengths[1] / 2], abs=0.2)
    for wrong in (*NOT_NUMBERS, -1.0):
        with pytest.raises(BadValue):
            BarList(key="k", title="t", bars=[Bar("a", 1, target=wrong)])


@pytest.mark.parametrize("variant", [WIDE, NARROW])
@given(values=st.lists(VALUES, min_size=2, max_size=30))
def test_line_shows_the_values_of_its_table(variant: object, values: list[int]) -> None:
    chart = LineChart(key="k", title="t", labels=[str(n) for n in range(len(values))], series=[Series("Reihe", values)])
    root = parsed(str(chart.draw(variant)))  # type: ignore[arg-type]
    zero, per_unit = tick_scale(root)
    shown = [(y - zero) / per_unit for _x, y in line_points(root, 1)]
    assert [row[1] for row in chart.data().rows] == values
    for in_picture, in_table in zip(shown, values, strict=True):
        assert abs(in_picture - in_table) <= abs(0.2 / per_unit) + 1e-6


@given(
    values=st.lists(st.one_of(st.none(), SIGNED), min_size=1, max_size=20),
    second=st.lists(SIGNED, min_size=20, max_size=20),
)
def test_gaps_and_negative_values_are_drawn_without_nan(values: list[float | None], second: list[float]) -> None:
    chart = LineChart(
        key="k",
        title="t",
        labels=["x"] * len(values),
        series=[Series("a", values), Series("b", second[: len(values)])],
        whole_numbers=False,
    )
    for variant in (WIDE, NARROW):
        root = parsed(str(chart.draw(variant)))
        inside = [y for _x, y in line_points(root, 2)]
        assert all(0 <= y <= variant.height for y in inside)


def boxes(root: ET.Element, css: Sequence[str], size: float = 13) -> list[tuple[float, float, float, float]]:
    """Rectangles of the texts of these classes."""
    found = []
    for text in root.iter("text"):
        if (text.get("class") or "") not in css or not text.text:
            continue
        width = text_width(text.text, size, bold=text.get("class") == "strong")
        shift = {"middle": width / 2, "end": width}.get(text.get("text-anchor", ""), 0)
        x, y = float(text.get("x", "")) - shift, float(text.get("y", ""))
        found.append((x, y - size * 0.8, width, size))
    return found


def overlapping(rectangles: Sequence[tuple[float, float, float, float]]) -> list[tuple[object, object]]:
    """Pairs that share more than a hair."""
    hair = 0.11
    return [
        (one, other)
        for index, one in enumerate(rectangles)
        for other in rectangles[index + 1 :]
        if one[0] + hair < other[0] + other[2]
        and other[0] + hair < one[0] + one[2]
        and one[1] + hair < other[1] + other[3]
        and other[1] + hair < one[1] + one[3]
    ]


@given(
    labels=st.lists(NAMES, min_size=1, max_size=24),
    ends=st.lists(VALUES, min_size=1, max_size=5),
    names=st.lists(NAMES, min_size=5, max_size=5),
)
def test_labels_of_lines_never_overlap_and_stay_inside(labels: list[str], ends: list[int], names: list[str]) -> None:
    series = [Series(name, [end] * len(labels)) for name, end in zip(names, ends, strict=False)]
    chart = LineChart(key="k", title="t", labels=labels, series=series)
    for variant in (WIDE, NARROW):
        root = parsed(str(chart.draw(variant)))
        for classes in (("name",), ("strong",), ("tick",)):
            assert overlapping(boxes(root, classes)) == []
        everything = boxes(root, ("name", "strong", "tick"))
        assert all(x >= -0.2 and x + width <= variant.width + 0.2 for x, _y, width, _h in everything)


@given(st.lists(st.floats(min_value=0, max_value=300), min_size=1, max_size=12))
def test_spread_keeps_the_distance_and_the_order(places: list[float]) -> None:
    placed = spread([(place, "x") for place in sorted(places)], LINE_HEIGHT, top=12, bottom=268)
    heights = [height for height, _name in placed]
    assert all(lower - upper >= LINE_HEIGHT - 1e-6 for upper, lower in pairwise(heights))


def test_overlap_is_seen_when_it_is_there() -> None:
    assert overlapping([(0, 0, 10, 10), (5, 5, 10, 10)]) != []


@given(values=st.lists(VALUES, min_size=1, max_size=12))
def test_bars_have_the_length_of_their_value(values: list[int]) -> None:
    chart = BarList(key="k", title="t", bars=[Bar(f"Nr. {n}", value) for n, value in enumerate(values)])
    longest = max(values) or 1
    assert [float(str(line["share"])) for line in chart.lines] == pytest.approx(
        [v / longest * 100 for v in values], abs=0.006
    )
    lengths = [float(rect.get("width", "")) for rect in parsed(str(chart.picture())).iter("rect")]
    full = max(lengths)
    assert lengths == pytest.approx([v / longest * full for v in values], abs=0.11)
    assert [row[1] for row in chart.data().rows] == values


@given(rows=st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=8), as_share=st.booleans())
def test_stacked_parts_start_where_the_one_before_ends(rows: list[list[int]], as_share: bool) -> None:
    chart = StackedBars(
        key="k", title="t", parts=["a", "b", "c"], bars=[StackedRow("r", row) for row in rows], as_share=as_share
    )
    most = max(sum(row) for row in rows)
    for bar, row in zip(chart.bars, rows, strict=True):
        full = sum(row) if as_share else most
        segments = chart.segments(bar)
        assert [number for number, _start, _length in segments] == [n for n, value in enumerate(row, start=1) if value]
        for number, start, length in segments:
            assert start == pytest.approx(sum(row[: number - 1]) / full * 100)
            assert 0 < length <= row[number - 1] / full * 100
    assert [cells[-1] for cells in chart.data().rows] == [sum(row) for row in rows]
    parsed(str(chart.picture()))


@given(own=st.one_of(st.none(), SIGNED), quartiles=st.lists(SIGNED, min_size=3, max_size=3))
def test_band_labels_stand_in_rows_of_their_own_and_inside(own: float | None, quartiles: list[float]) -> None:
    low, middle, high = sorted(quartiles)
    chart = Band(key="k", title="t", own=own, peers=Peers(low, middle, high, 12), unit="%")
    for variant in (WIDE, NARROW):
        root = parsed(str(chart.draw(variant)))
        rectangles = boxes(root, ("strong", "", "tick"))
        assert overlapping(rectangles) == []
        assert all(x >= -0.2 and x + width <= variant.width + 0.2 for x, _y, width, _h in rectangles)


@given(own=SIGNED, quartiles=st.lists(SIGNED, min_size=3, max_size=3))
def test_band_places_follow_the_values(own: float, quartiles: list[float]) -> None:
    low, middle, high = sorted(quartiles)
    assume(high - low > 1e-3 and abs(own - low) > 1e-3)
    root = parsed(str(Band(key="k", title="t", own=own, peers=Peers(low, middle, high, 12)).draw(WIDE)))
    dot = next(float(circle.get("cx", "")) for circle in root.iter("circle"))
    band = next(rect for rect in root.iter("rect") if rect.get("class") == "band")
    median = next(float(line.get("x1", "")) for line in root.iter("line"))
    start, width = float(band.get("x", "")), float(band.get("width", ""))
    assert start - 0.11 <= median <= start + width + 0.11
    assert (dot >= start - 0.11) == (own > low) or abs(dot - start) < 0.2


@given(values=st.lists(SIGNED, min_size=1, max_size=60))
def test_sparkline_stays_inside(values: list[float]) -> None:
    chart = Sparkline(key="k", title="t", values=values, labels=[str(n) for n in range(len(values))])
    points = line_points(parsed(str(chart.picture())), 1)
    assert len(points) == len(values)
    assert all(0 <= x <= 112 and 0 <= y <= 32 for x, y in points)
    highest = max(range(len(values)), key=values.__getitem__)
    assert points[highest][1] == min(y for _x, y in points)


@pytest.mark.parametrize("value", NOT_NUMBERS)
def test_what_is_no_number_is_refused(value: float) -> None:
    makers = [
        lambda: LineChart(key="k", title="t", labels=["x"], series=[Series("a", [value])]),
        lambda: BarList(key="k", title="t", bars=[Bar("a", value)]),
        lambda: StackedBars(key="k", title="t", parts=["a"], bars=[StackedRow("r", [value])]),
        lambda: Band(key="k", title="t", own=value, peers=None),
        lambda: Sparkline(key="k", title="t", values=[value], labels=["x"]),
    ]
    for make in makers:
        with pytest.raises(BadValue):
            make()


def test_wrong_shapes_are_refused() -> None:
    with pytest.raises(BadValue):
        LineChart(key="k", title="t", labels=["x", "y"], series=[Series("a", [1])])
    with pytest.raises(BadValue):
        LineChart(key="k", title="t", labels=["x"], series=[Series(str(n), [1]) for n in range(6)])
    with pytest.raises(BadValue):
        BarList(key="k", title="t", bars=[Bar("a", -1)])
    with pytest.raises(BadValue):
        Band(key="k", title="t", own=1, peers=Peers(3, 2, 1, 12))


@settings(max_examples=30)
@given(title=st.text(min_size=1))
def test_every_text_is_escaped(title: str) -> None:
    hostile = f'{title}"><script>alert(1)</script>'.translate(
        dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))
    )
    charts: list[Chart] = [
        LineChart(key="k", title=hostile, labels=[hostile], series=[Series(hostile, [1])]),
        BarList(key="k", title=hostile, bars=[Bar(hostile, 1, url="#")]),
        StackedBars(key="k", title=hostile, parts=[hostile], bars=[StackedRow(hostile, [1])]),
        Band(key="k", title=hostile, own=1, peers=None, why_not=hostile),
        Sparkline(key="k", title=hostile, values=[1], labels=[hostile]),
    ]
    for chart in charts:
        assert "<script>" not in str(chart)
        assert "<script>" not in chart.standalone()


def test_every_figure_has_title_description_and_table() -> None:
    charts: list[Chart] = [
        LineChart(key="k", title="Titel", labels=["Jan", "Feb"], series=[Series("a", [1, 2])]),
        StackedBars(key="k", title="Titel", parts=["a"], bars=[StackedRow("r", [1])]),
        Band(key="k", title="Titel", own=1, peers=Peers(1, 2, 3, 12)),
        Sparkline(key="k", title="Titel", values=[1, 2], labels=["Jan", "Feb"]),
        BarList(key="k", title="Titel", bars=[Bar("a", 1)]),
    ]
    for chart in charts:
        html = str(chart)
        assert "<table" in html
        assert "style=" not in html
        root = ET.fromstring(chart.standalone())  # noqa: S314 (our own output)
        space = "{http://www.w3.org/2000/svg}"
        assert [child.tag.removeprefix(space) for child in root][:3] == ["title", "style", "desc"]
        assert root.get("role") == "img"
        assert (root.find(f"{space}desc").text or "").strip()  # type: ignore[union-attr]
