"""The register as plain values, and reading and writing them as the CSV files in ``data/``."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Final

from shared.municipalities.register.words import ChangeKind, DistrictKind, MunicipalityKind

DATA: Final = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True, slots=True)
class DistrictEntry:
    """A Landkreis or kreisfreie Stadt."""

    ags5: str
    name: str
    kind: DistrictKind
    region: str


@dataclass(frozen=True, slots=True)
class MunicipalityEntry:
    """One municipality as it was from ``valid_from`` until the day before ``valid_to`` (None: until today).

    ``attested_on`` is the territorial status of the source; latitude and longitude are degrees (WGS 84) of
    a point well inside the territory. What is not known is None.
    """

    ags: str
    name: str
    kind: MunicipalityKind
    district_ags: str
    population: int | None
    population_as_of: date | None
    population_source: str
    latitude: float | None
    longitude: float | None
    valid_from: date
    valid_to: date | None
    attested_on: date


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """One predecessor became one successor; a renaming has the same key on both sides."""

    predecessor_ags: str
    successor_ags: str
    kind: ChangeKind
    effective_on: date
    successor_name: str
    successor_kind: MunicipalityKind
    confirmed: bool
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class DemoEntry:
    """A municipality of the demo selection; the order in the file is the order of onboarding."""

    ags: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Register:
    """All of it."""

    districts: tuple[DistrictEntry, ...]
    municipalities: tuple[MunicipalityEntry, ...]
    changes: tuple[ChangeEntry, ...]

    def current(self) -> tuple[MunicipalityEntry, ...]:
        """The municipalities that exist today."""
        return tuple(entry for entry in self.municipalities if entry.valid_to is None)


def read_register(directory: Path = DATA) -> Register:
    """The register shipped with the product."""
    return Register(
        districts=tuple(read_entries(DistrictEntry, directory / "districts.csv")),
        municipalities=tuple(read_entries(MunicipalityEntry, directory / "municipalities.csv")),
        changes=tuple(read_entries(ChangeEntry, directory / "territorial_changes.csv")),
    )


def demo_selection(count: int | None = None, directory: Path = DATA) -> tuple[DemoEntry, ...]:
    """The first ``count`` municipalities of the demo selection (all when None), the known partners first.

    Raises:
        ValueError: more than the selection holds.
    """
    selection = tuple(read_entries(DemoEntry, directory / "demo_selection.csv"))
    if count is None:
        return selection
    if not 0 <= count <= len(selection):
        raise ValueError(f"Die Demo-Auswahl hat {len(selection)} Kommunen, verlangt sind {count}.")
    return selection[:count]


def read_entries[Entry](kind: type[Entry], path: Path) -> list[Entry]:
    """The rows of a CSV file whose columns are the fields of the dataclass ``kind``."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_entry(kind, row) for row in csv.DictReader(file)]


def write_entries(entries: Iterable[Any], path: Path) -> None:
    """Write dataclass instances of one kind, one a line, with Unix line ends."""
    rows = list(entries)
    names = [field.name for field in fields(rows[0])]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([_cell(getattr(row, name)) for name in names] for row in rows)


def _entry[Entry](kind: type[Entry], row: dict[str, str]) -> Entry:
    values = {field.name: _PARSERS[str(field.type)](row[field.name]) for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**values)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


_PARSERS: Final[dict[str, Callable[[str], Any]]] = {
    "str": str,
    "bool": lambda text: {"yes": True, "no": False}[text],
    "date": date.fromisoformat,
    "date | None": lambda text: date.fromisoformat(text) if text else None,
    "int | None": lambda text: int(text) if text else None,
    "float | None": lambda text: float(text) if text else None,
    "int": int,
    "MunicipalityKind": MunicipalityKind,
    "DistrictKind": DistrictKind,
    "ChangeKind": ChangeKind,
}
"""How a cell becomes a field, by the field's annotation."""
