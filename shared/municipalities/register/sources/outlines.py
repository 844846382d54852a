"""The territories as one small TopoJSON file: borders are stored once, so neighbours cannot drift apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import topojson  # type: ignore[import-not-found]  # build-time package, not installed with KISI
from shapely.geometry import mapping  # type: ignore[import-untyped]

from shared.municipalities.register.sources.boundaries import Territory

TOLERANCE = 0.002
"""Degrees by which a border may move when it is simplified.

About 0.2 km, under one pixel on a map of 900 px.
"""

GRID = 10_000
"""Steps of the coordinate grid in each direction."""

ATTRIBUTION = (
    "© GeoBasis-DE / BKG (2016), Daten verändert: Auswahl Hessen, Gebietsänderungen nachgezogen, Grenzen vereinfacht"
)


def write_outlines(territories: list[Territory], path: Path) -> int:
    """Write the file and give its size in bytes."""
    features = [
        {"type": "Feature", "id": territory.ags, "properties": {}, "geometry": mapping(territory.geometry)}
        for territory in territories
    ]
    topology = topojson.Topology(
        {"type": "FeatureCollection", "features": features}, object_name="municipalities", prequantize=False
    )
    simple = topology.toposimplify(TOLERANCE, prevent_oversimplify=True).topoquantize(GRID)
    text = json.dumps(_plain(simple.to_dict()), ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
    return path.stat().st_size


def _plain(topology: dict[str, Any]) -> dict[str, Any]:
    shapes = [
        {key: shape[key] for key in ("type", "id", "arcs")}
        for shape in topology["objects"]["municipalities"]["geometries"]
    ]
    transform = {key: [float(number) for number in pair] for key, pair in topology["transform"].items()}
    return {
        "type": "Topology",
        "attribution": ATTRIBUTION,
        "bbox": [round(float(number), 6) for number in topology["bbox"]],
        "transform": transform,
        "objects": {"municipalities": {"type": "GeometryCollection", "geometries": shapes}},
        "arcs": topology["arcs"],
    }
