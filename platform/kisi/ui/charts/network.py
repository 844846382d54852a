"""The network map social workers draw by hand: oneself in the middle, closeness as rings, kinds as sectors."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kisi.ui.charts.figure import BadValue, Chart, DataTable, Legend, LegendItem
from kisi.ui.charts.network_labels import FONT, Placed, box_of, place_labels
from kisi.ui.charts.network_layout import NARROW, RINGS, WIDE, Layout, Measures, lay_out
from kisi.ui.charts.palette import MOST_SERIES
from kisi.ui.charts.svg import element, join, label

STRONGEST = 3


@dataclass(frozen=True)
class Drawing:
    """One variant: where the nodes lie and where their names stand (`None`: a number in the node)."""

    variant: str
    layout: Layout
    labels: dict[str, Placed | None]

    def extent(self) -> tuple[float, float]:
        """Uppermost and lowest place that something is drawn at, with a little air."""
        middle, outer = self.layout.size / 2, self.layout.rings[-1]
        boxes = [box_of(spot) for spot in self.layout.spots.values()]
        boxes += [placed.box for placed in self.labels.values() if placed]
        ends = [y for _x, y in self.layout.sector_labels] if self.variant == "wide" else []
        tops = [middle - outer, *(box.y for box in boxes), *(y - 12 for y in ends)]
        bottoms = [middle + outer, *(box.y + box.height for box in boxes), *(y + 12 for y in ends)]
        return round(min(tops) - 4), round(max(bottoms) + 4)


@dataclass(frozen=True)
class Node:
    """An actor: `kind` is its sector, `ring` 1 (close) to 3 (loose)."""

    key: str
    name: str
    kind: str
    ring: int = 2
    url: str = ""


@dataclass(frozen=True)
class Edge:
    """A relation between two nodes; `weight` 1 to 3."""

    one: str
    other: str
    weight: int = 1


@dataclass(frozen=True, kw_only=True)
class Network(Chart):
    """`centre` names oneself; `kinds` are the sectors in their order (up to five).

    Labels never overlap each other or a node: a name that finds no room is replaced by a number in its
    node, and the number stands with the name in the legend.
    """

    centre: str
    kinds: Sequence[str]
    nodes: Sequence[Node]
    edges: Sequence[Edge] = ()
    css: str = "k-network"

    def __post_init__(self) -> None:
        """Raises `BadValue` for unknown kinds, rings or ends of edges, and for keys used twice."""
        keys = Counter(node.key for node in self.nodes)
        if len(self.kinds) > MOST_SERIES or any(count > 1 for count in keys.values()):
            raise BadValue(f"Eine Netzwerkkarte hat höchstens {MOST_SERIES} Sektoren und jeden Akteur einmal.")
        for node in self.nodes:
            if node.kind not in self.kinds or not 1 <= node.ring <= RINGS:
                raise BadValue(f"„{node.name}“ hat keinen gültigen Sektor oder Ring.")
        for edge in self.edges:
            if not {edge.one, edge.other} <= {*keys, ""}:
                raise BadValue("Eine Beziehung nennt einen Akteur, den es auf der Karte nicht gibt.")

    @cached_property
    def degrees(self) -> Counter[str]:
        """How many relations each node has; the centre's key is empty."""
        return Counter(end for edge in self.edges for end in (edge.one, edge.other))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number that stands for a name without room: its place in the alphabet of names."""
        ordered = sorted(self.nodes, key=lambda node: (node.name.casefold(), node.key))
        return {node.key: number for number, node in enumerate(ordered, start=1)}

    def layout(self, measures: Measures) -> Layout:
        """Where each node lies."""
        order = {kind: number for number, kind in enumerate(self.kinds)}
        wishes = [(node.key, order[node.kind], node.ring, self.degrees[node.key]) for node in self.nodes]
        return lay_out(wishes, len(self.kinds), measures)

    @cached_property
    def wide(self) -> Drawing:
        """With names; the best connected choose their place first."""
        layout = self.layout(WIDE)
        by_degree = sorted(self.nodes, key=lambda node: (-self.degrees[node.key], node.name))
        names = {"": self.centre} | {node.key: node.name for node in by_degree}
        return Drawing("wide", layout, place_labels(layout, names, self.kinds))

    @cached_property
    def narrow(self) -> Drawing:
        """With numbers only: names would be too small to read."""
        layout = self.layout(NARROW)
        return Drawing("narrow", layout, dict.fromkeys(layout.spots))

    def legends(self) -> list[Legend]:
        """The kinds' colours, and for each variant the names that stand as numbers."""
        kinds = [LegendItem(f"fill-{number}", kind, "dot") for number, kind in enumerate(self.kinds, start=1)]
        numbered = [Legend(self._numbered(drawing), drawing.variant) for drawing in (self.wide, self.narrow)]
        return [Legend(kinds), *(legend for legend in numbered if legend.items)]

    def _numbered(self, drawing: Drawing) -> list[LegendItem]:
        names = {node.key: node.name for node in self.nodes}
        return [
            LegendItem("", names[key], "key", str(number))
            for key, number in self.numbers.items()
            if drawing.labels[key] is None
        ]

    def data(self) -> DataTable:
        """Every actor with kind, closeness and number of relations, by name."""
        closeness = {1: _("eng"), 2: _("mittel"), 3: _("lose")}
        rows = [
            [node.name, node.kind, closeness[node.ring], self.degrees[node.key]]
            for node in sorted(self.nodes, key=lambda node: node.name.casefold())
        ]
        return DataTable([_("Akteur"), _("Art"), _("Nähe"), _("Beziehungen")], rows)

    def summary(self) -> str:
        """The description, or how many actors and relations there are."""
        return self.description or _("%(nodes)s Akteure und %(edges)s Beziehungen rund um %(centre)s.") % {
            "nodes": len(self.nodes),
            "edges": len(self.edges),
            "centre": self.centre,
        }

    def pictures(self) -> SafeString:
        """Both variants; the style sheet shows the one that fits."""
        return join([self.draw(self.wide), self.draw(self.narrow)])

    def picture(self) -> SafeString:
        """The variant with names."""
        return self.draw(self.wide)

    def draw(self, drawing: Drawing) -> SafeString:
        """Rings, sectors, relations, nodes with their names; nodes with an address are links."""
        layout = drawing.layout
        parts = [*self._ground(drawing), *[self._edge(edge, layout) for edge in self.edges]]
        middle = layout.spots[""]
        parts.append(element("circle", class_="node centre", cx=middle.x, cy=middle.y, r=middle.radius))
        if drawing.labels[""]:
            parts.append(named(drawing.labels[""]))
        parts += [self._node(node, drawing) for node in self.nodes]
        has_links = any(node.url for node in self.nodes)
        role = "group" if has_links else "img"
        top, bottom = drawing.extent()
        return self.frame(layout.size, bottom - top, parts, variant=drawing.variant, role=role, top=top)

    def _ground(self, drawing: Drawing) -> list[SafeString]:
        layout = drawing.layout
        middle = layout.size / 2
        rings = [element("circle", class_="ring", cx=middle, cy=middle, r=radius) for radius in layout.rings]
        lines = [element("line", class_="sector", x1=middle, y1=middle, x2=x, y2=y) for x, y in layout.sector_ends]
        if drawing.variant == "narrow":
            return [*rings, *lines]
        places = zip(self.kinds, layout.sector_labels, strict=False)
        texts = [label(x, y + 5, kind, anchor="middle", css="sector-label") for kind, (x, y) in places]
        return [*rings, *lines, *texts]

    def _edge(self, edge: Edge, layout: Layout) -> SafeString:
        one, other = layout.spots[edge.one], layout.spots[edge.other]
        middle = layout.size / 2
        bend_x, bend_y = (one.x + other.x + middle) / 3, (one.y + other.y + middle) / 3
        weight = min(max(edge.weight, 1), STRONGEST)
        drawn = f"M{one.x:.1f} {one.y:.1f}Q{bend_x:.1f} {bend_y:.1f} {other.x:.1f} {other.y:.1f}"
        return element("path", class_=f"edge weight-{weight}", d=drawn)

    def _node(self, node: Node, drawing: Drawing) -> SafeString:
        spot, placed = drawing.layout.spots[node.key], drawing.labels[node.key]
        colour = list(self.kinds).index(node.kind) + 1
        hover = element("title", node.name)
        circle = element("circle", hover, class_=f"node fill-{colour}", cx=spot.x, cy=spot.y, r=spot.radius)
        number = str(self.numbers[node.key])
        name = named(placed) if placed else label(spot.x, spot.y + 4, number, anchor="middle", css="number")
        if not node.url:
            return element("g", circle, name)
        return element("a", circle, name, href=node.url, aria_label=node.name)


def named(placed: Placed) -> SafeString:
    """A name where it was placed."""
    return label(placed.x, placed.y + FONT * 0.8, placed.text, css="label halo")
