"""Renewing the register from the official file.

What is new, renamed, recoded or gone, and nothing in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import Max

from shared.municipalities.models.register import District, RegisteredMunicipality, TerritorialChange
from shared.municipalities.register.ags import district_of
from shared.municipalities.register.comparison import Comparison, Held, compare
from shared.municipalities.register.gv100ad import (
    MalformedRegisterFile,
    OfficialMunicipality,
    OfficialRegister,
    read_gv100ad,
)
from shared.municipalities.register.ordering import german_sort_key
from shared.municipalities.register.words import ChangeKind, MunicipalityKind, Origin

CLOSURES_BELIEVED: Final = 10
"""More municipalities than this do not vanish from one file to the next.

Then the file is taken for incomplete.
"""

SOURCE: Final = "Gemeindeverzeichnis GV100AD, Destatis"
OFFICIAL: Final = Origin.GV100AD.value
KEY: Final = ("ags", "valid_from")


class StaleRegisterFile(MalformedRegisterFile):
    """The file is older than what the register already holds."""


class Named(NamedTuple):
    """A municipality in a report."""

    ags: str
    name: str


class Altered(NamedTuple):
    """Something of a municipality that was otherwise before: its name, or its key."""

    ags: str
    name: str
    before: str


@dataclass(frozen=True, slots=True)
class RegisterChanges:
    """What an import did.

    ``closed`` are municipalities that no longer exist; those in ``unexplained`` have no known successor: the
    territorial change has to be recorded by hand, else what their tenants hold has nowhere to go.
    """

    status: date
    added: tuple[Named, ...]
    renamed: tuple[Altered, ...]
    reclassified: tuple[Named, ...]
    recoded: tuple[Altered, ...]
    closed: tuple[Named, ...]
    unexplained: tuple[Named, ...]
    unchanged: int

    def is_empty(self) -> bool:
        """Whether the file said nothing new about which municipalities there are and what they are called."""
        return not (self.added or self.renamed or self.reclassified or self.recoded or self.closed)


@transaction.atomic
def import_gv100ad(
    path: Path,
    *,
    as_of: date,
    population_as_of: date | None = None,
    closures_believed: int = CLOSURES_BELIEVED,
) -> RegisterChanges:
    """Make the official file at ``path`` the register's current state; importing it again changes nothing.

    ``as_of`` is the Gebietsstand the caller expects in the file. The file does not say of which day its
    population figures are: give ``population_as_of`` (from the file's documentation), else the day stays
    unknown.

    Raises:
        MalformedRegisterFile: the file cannot be read, is of another day, or lacks so many municipalities
            that it cannot be whole. Nothing is written then.
        StaleRegisterFile: the register already holds a younger status.
    """
    register = read_gv100ad(path)
    held = {row.ags: row for row in RegisteredMunicipality.objects.current()}
    listed = {municipality.ags: municipality for municipality in register.municipalities}
    found = compare({ags: Held(row.name, MunicipalityKind(row.kind)) for ags, row in held.items()}, listed)
    _refuse_unless_plausible(register, as_of, [held[ags].name for ags in found.vanished], closures_believed)
    _write_districts(register)
    begins = dict.fromkeys(listed, register.status) | _confirm_recodings(found, register.status)
    report = _report(register.status, found, held, listed)
    _write_versions(found, held, listed, begins, register.status, population_as_of)
    return report


def _refuse_unless_plausible(
    register: OfficialRegister, as_of: date, vanished: list[str], closures_believed: int
) -> None:
    if register.status != as_of:
        raise MalformedRegisterFile(
            f"Die Datei hat den Gebietsstand {register.status:%d.%m.%Y}, angegeben ist {as_of:%d.%m.%Y}."
        )
    held = RegisteredMunicipality.objects.current().aggregate(status=Max("attested_on"))["status"]
    if held and as_of < held:
        raise StaleRegisterFile(
            f"Das Verzeichnis hat schon den Gebietsstand {held:%d.%m.%Y}. "
            "Die Datei ist älter und wird nicht übernommen."
        )
    if len(vanished) > closures_believed:
        raise MalformedRegisterFile(
            f"In der Datei fehlen {len(vanished)} Gemeinden des Verzeichnisses, "
            f"darunter {', '.join(vanished[:3])}. "
            "Vermutlich ist sie unvollständig. Es wurde nichts übernommen."
        )


def _write_districts(register: OfficialRegister) -> None:
    rows = [
        District(
            ags5=entry.ags5,
            name=entry.name,
            kind=entry.kind.value,
            region=entry.region,
            sort_key=german_sort_key(entry.name),
            origin=OFFICIAL,
        )
        for entry in register.districts
    ]
    District.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["ags5"],
        update_fields=["name", "kind", "region", "sort_key", "origin"],
    )


def _confirm_recodings(found: Comparison, status: date) -> dict[str, date]:
    """Record each recoding, dated as it was foreseen, else by the file.

    Give the first day of each new key.
    """
    first_days: dict[str, date] = {}
    for before, after in found.recoded.items():
        foreseen = TerritorialChange.objects.filter(
            predecessor_ags=before, confirmed=False, effective_on__lte=status
        ).first()
        first_days[after] = foreseen.effective_on if foreseen else status
        TerritorialChange.objects.filter(predecessor_ags=before, confirmed=False).delete()
        TerritorialChange.objects.create(
            predecessor_ags=before,
            successor_ags=after,
            kind=ChangeKind.RECODING.value,
            effective_on=first_days[after],
            source=foreseen.source if foreseen else SOURCE,
            note=f"Bestätigt durch GV100AD, Gebietsstand {status:%d.%m.%Y}.",
            origin=OFFICIAL,
        )
    return first_days


def _report(
    status: date,
    found: Comparison,
    held: dict[str, RegisteredMunicipality],
    listed: dict[str, OfficialMunicipality],
) -> RegisterChanges:
    closed = tuple(Named(ags, held[ags].name) for ags in found.vanished)
    follow = TerritorialChange.objects.successor_of
    return RegisterChanges(
        status=status,
        added=tuple(Named(ags, listed[ags].name) for ags in found.added),
        renamed=tuple(Altered(ags, listed[ags].name, held[ags].name) for ags in found.renamed),
        reclassified=tuple(Named(ags, listed[ags].name) for ags in found.reclassified),
        recoded=tuple(Altered(after, listed[after].name, before) for before, after in found.recoded.items()),
        closed=closed,
        unexplained=tuple(gone for gone in closed if follow(gone.ags, status) == gone.ags),
        unchanged=len(found.unchanged),
    )


def _write_versions(
    found: Comparison,
    held: dict[str, RegisteredMunicipality],
    listed: dict[str, OfficialMunicipality],
    begins: dict[str, date],
    status: date,
    population_as_of: date | None,
) -> None:
    before = {after: held[old] for old, after in found.recoded.items()} | held
    altered = {*found.renamed, *found.reclassified}
    ended = dict.fromkeys((*found.vanished, *altered), status)
    ended |= {old: begins[after] for old, after in found.recoded.items()}
    _end(held, ended)
    rows = [
        _version(
            listed[ags],
            before.get(ags),
            valid_from=held[ags].valid_from if ags in found.unchanged else begins[ags],
            status=status,
            population_as_of=population_as_of,
        )
        for ags in listed
    ]
    attributes = [
        f.name for f in RegisteredMunicipality._meta.concrete_fields if not f.primary_key and f.name not in KEY
    ]
    RegisteredMunicipality.objects.bulk_create(rows, update_conflicts=True, unique_fields=KEY, update_fields=attributes)


def _end(held: dict[str, RegisteredMunicipality], last_days: dict[str, date]) -> None:
    """Close versions.

    One that would end on the day it began (a corrected file of one day) goes altogether.
    """
    for ags, day in sorted(last_days.items()):
        row = held[ags]
        if row.valid_from >= day:
            row.delete()
            continue
        row.valid_to, row.origin = day, OFFICIAL
        row.save(update_fields=["valid_to", "origin"])


def _version(
    listed: OfficialMunicipality,
    before: RegisteredMunicipality | None,
    *,
    valid_from: date,
    status: date,
    population_as_of: date | None,
) -> RegisteredMunicipality:
    """The current version.

    The file has no coordinates, so the centre is that of the version before, if any.
    """
    return RegisteredMunicipality(
        ags=listed.ags,
        name=listed.name,
        epithet=listed.epithet,
        kind=listed.kind.value,
        district_ags=district_of(listed.ags),
        population=listed.population,
        population_as_of=population_as_of,
        population_source=SOURCE,
        latitude=before.latitude if before else None,
        longitude=before.longitude if before else None,
        valid_from=valid_from,
        valid_to=None,
        attested_on=status,
        origin=OFFICIAL,
        sort_key=german_sort_key(listed.name),
    )
