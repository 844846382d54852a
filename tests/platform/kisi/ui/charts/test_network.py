"""The network map: no node on another, no label on anything, every name somewhere."""

from __future__ import annotations

from itertools import combinations
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kisi.ui.charts import BadValue, Edge, Network, Node
from kisi.ui.charts.network import Drawing
from kisi.ui.charts.network_labels import box_of, sector_boxes
from kisi.ui.gallery.charts import network

KINDS = ["Träger", "Vereine", "Behörden", "Bildung", "Weitere"]
NAMES = st.text(alphabet=st.characters(categories=["L", "N", "Zs"]), min_size=1, max_size=50)


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """Any network of up to eighty actors."""
    names = draw(st.lists(NAMES, min_size=0, max_size=80))
    nodes = [
        Node(str(number), name, draw(st.sampled_from(KINDS)), ring=draw(st.integers(1, 3)), url="#x")
        for number, name in enumerate(names)
    ]
    keys = ["", *(node.key for node in nodes)]
    pairs = draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys), st.integers(1, 3)), max_size=60))
    return Network(
        key="n", title="t", centre="Rathaus", kinds=KINDS, nodes=nodes, edges=[Edge(*pair) for pair in pairs]
    )


def assert_clear(drawing: Drawing) -> None:
    """No two nodes touch; no label touches a node, a label or a sector's name; all lies inside."""
    spots = list(drawing.layout.spots.values())
    for one, other in combinations(spots, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= one.radius + other.radius - 1e-6
    labels = [placed.box for placed in drawing.labels.values() if placed]
    for box in labels:
        assert not any(box.overlaps(box_of(spot)) for spot in spots)
        assert box.x >= 0
        assert box.x + box.width <= drawing.layout.size
    for one, other in combinations(labels + sector_boxes(drawing.layout, KINDS), 2):
        assert not one.overlaps(other) or (one not in labels and other not in labels)


@settings(max_examples=60)
@given(networks())
def test_nothing_overlaps_and_no_name_is_lost(chart: Network) -> None:
    assert_clear(chart.wide)
    assert_clear(chart.narrow)
    svg = str(chart.pictures())
    assert "nan" not in svg.split("<desc", maxsplit=1)[0]
    for drawing in (chart.wide, chart.narrow):
        numbered = {item.key for legend in chart.legends() if legend.only == drawing.variant for item in legend.items}
        replaced = {str(chart.numbers[key]) for key, placed in drawing.labels.items() if placed is None and key}
        assert numbered == replaced
    assert [row[0] for row in chart.data().rows] == [
        node.name for node in sorted(chart.nodes, key=lambda n: n.name.casefold())
    ]


def test_the_sample_shows_almost_every_name() -> None:
    chart = network()
    named = [placed for placed in chart.wide.labels.values() if placed]
    assert len(named) >= 0.9 * len(chart.wide.labels)


def test_relations_are_counted_and_drawn() -> None:
    nodes = [Node("a", "A", "Träger"), Node("b", "B", "Vereine")]
    chart = Network(key="n", title="t", centre="R", kinds=KINDS, nodes=nodes, edges=[Edge("", "a", 3), Edge("a", "b")])
    assert [row[3] for row in chart.data().rows] == [2, 1]
    assert str(chart.picture()).count('class="edge') == 2
    assert 'class="edge weight-3"' in str(chart.picture())


@pytest.mark.parametrize(
    "wrong",
    [
        {"nodes": [Node("a", "A", "Unbekannt")]},
        {"nodes": [Node("a", "A", "Träger", ring=4)]},
        {"nodes": [Node("a", "A", "Träger"), Node("a", "B", "Träger")]},
        {"nodes": [], "edges": [Edge("", "fehlt")]},
        {"nodes": [], "kinds": [*KINDS, "Sechste"]},
    ],
)
def test_wrong_networks_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadValue):
        Network(**{"key": "n", "title": "t", "centre": "R", "kinds": KINDS, **wrong})  # type: ignore[arg-type]
