"""The network map social workers draw by hand: oneself in the middle, closeness as rings, kinds as sectors."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kisi.ui.charts.figure import BadValue, Chart, DataTable, LegendItem
from kisi.ui.charts.network_labels import FONT, Placed, place_labels
from kisi.ui.charts.network_layout import RINGS, Layout, Spot, lay_out
from kisi.ui.charts.palette import MOST_SERIES
from kisi.ui.charts.svg import element, label

STRONGEST = 3


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
    def layout(self) -> Layout:
        """Where each node lies."""
        order = {kind: number for number, kind in enumerate(self.kinds)}
        wishes = [(node.key, order[node.kind], node.ring, self.degrees[node.key]) for node in self.nodes]
        return lay_out(wishes, len(self.kinds))

    @cached_property
    def labels(self) -> dict[str, Placed]:
        """Where each name stands, or which number replaces it."""
        names = {node.key: node.name for node in self.nodes}
        by_degree = sorted(self.nodes, key=lambda node: (-self.degrees[node.key], node.name))
        return place_labels(self.layout, {"": self.centre, **{node.key: names[node.key] for node in by_degree}}, self.kinds)

    def legend(self) -> list[LegendItem]:
        """The kinds' colours and the names that stand as numbers."""
        kinds = [LegendItem(f"fill-{number}", kind, "dot") for number, kind in enumerate(self.kinds, start=1)]
        names = {"": self.centre, **{node.key: node.name for node in self.nodes}}
        numbered = [(placed.number, names[key]) for key, placed in self.labels.items() if placed.number]
        return kinds + [LegendItem("", name, "key", str(number)) for number, name in sorted(numbered)]

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

    def picture(self) -> SafeString:
        """Rings, sectors, relations, nodes with their names; nodes with an address are links."""
        layout = self.layout
        parts = [*self._ground(), *[self._edge(edge) for edge in self.edges]]
        middle = layout.spots[""]
        parts.append(element("circle", class_="node fill-1", cx=middle.x, cy=middle.y, r=middle.radius))
        parts.append(self._name("", self.labels[""]))
        parts += [self._node(node) for node in self.nodes]
        has_links = any(node.url for node in self.nodes)
        return self.frame(layout.size, layout.size, parts, role="group" if has_links else "img")

    def _ground(self) -> list[SafeString]:
        layout = self.layout
        middle = layout.size / 2
        rings = [element("circle", class_="ring", cx=middle, cy=middle, r=radius) for radius in layout.rings]
        lines = [element("line", class_="sector", x1=middle, y1=middle, x2=x, y2=y) for x, y in layout.sector_ends]
        texts = [
            label(layout.sector_labels[number][0], layout.sector_labels[number][1] + 5, kind, anchor="middle", css="sector-label")
            for number, kind in enumerate(self.kinds)
        ]
        return [*rings, *lines, *texts]

    def _edge(self, edge: Edge) -> SafeString:
        one, other = self.layout.spots[edge.one], self.layout.spots[edge.other]
        middle = self.layout.size / 2
        bend_x, bend_y = (one.x + other.x + middle) / 3, (one.y + other.y + middle) / 3
        weight = min(max(edge.weight, 1), STRONGEST)
        drawn = f"M{one.x:.1f} {one.y:.1f}Q{bend_x:.1f} {bend_y:.1f} {other.x:.1f} {other.y:.1f}"
        return element("path", class_=f"edge weight-{weight}", d=drawn)

    def _node(self, node: Node) -> SafeString:
        spot: Spot = self.layout.spots[node.key]
        colour = list(self.kinds).index(node.kind) + 1
        circle = element("circle", element("title", node.name), class_=f"node fill-{colour}", cx=spot.x, cy=spot.y, r=spot.radius)
        name = self._name(node.key, self.labels[node.key])
        if not node.url:
            return element("g", circle, name)
        return element("a", circle, name, href=node.url, aria_label=node.name)

    def _name(self, key: str, placed: Placed) -> SafeString:
        spot = self.layout.spots[key]
        if placed.number:
            return label(spot.x, spot.y + 4, str(placed.number), anchor="middle", css="number")
        return label(placed.x, placed.y + FONT * 0.8, placed.text, css="label halo")
