"""Versions of municipalities: what the source says, carried through the territorial changes since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from shared.municipalities.register.ags import district_of
from shared.municipalities.register.entries import ChangeEntry, MunicipalityEntry, read_entries
from shared.municipalities.register.sources.boundaries import SOURCE_STATUS, Territory, centre
from shared.municipalities.register.sources.population import Match, Matched
from shared.municipalities.register.words import MunicipalityKind

GEONAMES = "GeoNames, ohne Stichtag"


@dataclass(frozen=True)
class Supplement:
    """A population found elsewhere, with its day and source."""

    ags: str
    population: int
    as_of: date
    source: str


def municipality_versions(
    source: list[Territory],
    today: list[Territory],
    changes: list[ChangeEntry],
    populations: dict[str, Matched],
    supplement: list[Supplement],
) -> list[MunicipalityEntry]:
    """Every version from the source's status until today, ordered by key and day.

    Population on today's only.
    """
    opened = {t.ags: _version(t, t.kind, SOURCE_STATUS) for t in source if t.kind is not None}
    closed: list[MunicipalityEntry] = []
    for change in sorted(changes, key=lambda change: change.effective_on):
        if change.confirmed:
            _carry_through(change, opened, closed)
    status = max(change.effective_on for change in changes if change.confirmed)
    current = {t.ags: t for t in today if t.kind is not None}
    if current.keys() != opened.keys():
        raise ValueError(f"territories and versions disagree about {sorted(current.keys() ^ opened.keys())}")
    extra = {entry.ags: entry for entry in supplement}
    finished = [
        _with_population(_placed(entry, current[entry.ags], status), populations[entry.ags], extra.get(entry.ags))
        for entry in opened.values()
    ]
    return sorted([*closed, *finished], key=lambda entry: (entry.ags, entry.valid_from))


def read_supplement(path: Path) -> list[Supplement]:
    """The populations that GeoNames lacks and that are known with day and source."""
    return read_entries(Supplement, path)


def _carry_through(change: ChangeEntry, opened: dict[str, MunicipalityEntry], closed: list[MunicipalityEntry]) -> None:
    """End the predecessor's version, and the successor's too when it existed before, and open the new one."""
    gone = opened.pop(change.predecessor_ags)
    closed.append(replace(gone, valid_to=change.effective_on))
    known = opened.get(change.successor_ags)
    if known and known.valid_from == change.effective_on:
        return
    if known:
        closed.append(replace(known, valid_to=change.effective_on))
    opened[change.successor_ags] = replace(
        gone,
        ags=change.successor_ags,
        name=change.successor_name,
        kind=change.successor_kind,
        district_ags=district_of(change.successor_ags),
        valid_from=change.effective_on,
    )


def _version(territory: Territory, kind: MunicipalityKind, valid_from: date) -> MunicipalityEntry:
    latitude, longitude = centre(territory)
    return MunicipalityEntry(
        ags=territory.ags,
        name=territory.name,
        kind=kind,
        district_ags=district_of(territory.ags),
        population=None,
        population_as_of=None,
        population_source="",
        latitude=latitude,
        longitude=longitude,
        valid_from=valid_from,
        valid_to=None,
        attested_on=SOURCE_STATUS,
    )


def _placed(entry: MunicipalityEntry, territory: Territory, status: date) -> MunicipalityEntry:
    latitude, longitude = centre(territory)
    return replace(entry, latitude=latitude, longitude=longitude, attested_on=status)


def _with_population(entry: MunicipalityEntry, matched: Matched, extra: Supplement | None) -> MunicipalityEntry:
    if extra:
        return replace(entry, population=extra.population, population_as_of=extra.as_of, population_source=extra.source)
    if matched.outcome is Match.MATCHED:
        return replace(entry, population=matched.population, population_source=GEONAMES)
    return entry
