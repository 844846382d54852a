"""Reading the official municipal directory, Destatis' fixed-width file GV100AD.

Record layout: "Datensatzbeschreibung GV100AD" of the Statistisches Bundesamt (published with each file);
columns are counted in characters. The records are read by the library ``gv100ad-py``; here every line is
checked first, because the library takes slices of whatever it gets, and so that an error can name the line
and the field.
"""

from __future__ import annotations

import io
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import gv100ad
from gv100ad import MunicipalityType

from shared.municipalities.register.ags import HESSE, REGIONS, MalformedAgs, parse_ags, region_of
from shared.municipalities.register.entries import DistrictEntry
from shared.municipalities.register.words import DistrictKind, MunicipalityKind

RECORD_KINDS: Final = ("10", "20", "30", "40", "50", "60")
DISTRICT, MUNICIPALITY = "40", "60"
POPULATION_LIMIT: Final = 10_000_000
"""More people than all of Hesse has cannot live in one municipality: columns have slipped."""

_KINDS: Final = {
    MunicipalityType.KREISFREIE_STADT: MunicipalityKind.INDEPENDENT_CITY,
    MunicipalityType.STADT: MunicipalityKind.TOWN,
    MunicipalityType.KREISANGEHOERIGE_GEMEINDE: MunicipalityKind.MUNICIPALITY,
}
_UNINCORPORATED: Final = (
    MunicipalityType.GEMEINDEFREIES_GEBIET_BEWOHNT,
    MunicipalityType.GEMEINDEFREIES_GEBIET_UNBEWOHNT,
)


class MalformedRegisterFile(ValueError):
    """The file is no (whole) GV100AD file.

    The message says in German which line and field, and the way out.
    """


@dataclass(frozen=True, slots=True)
class OfficialMunicipality:
    """One municipality as the file has it."""

    ags: str
    name: str
    epithet: str
    kind: MunicipalityKind
    population: int


@dataclass(frozen=True, slots=True)
class OfficialRegister:
    """The Hessian part of one file; ``status`` is its Gebietsstand."""

    status: date
    districts: tuple[DistrictEntry, ...]
    municipalities: tuple[OfficialMunicipality, ...]


class _Field(NamedTuple):
    name: str
    columns: slice


_STATUS = _Field("Gebietsstand (EF2)", slice(2, 10))
_DIGITS: Final = {
    "20": (_STATUS,),
    DISTRICT: (
        _STATUS,
        _Field("Kreisschlüssel (EF3)", slice(10, 15)),
        _Field("Kennzeichen (EF7)", slice(122, 124)),
    ),
    MUNICIPALITY: (
        _STATUS,
        _Field("Gemeindeschlüssel (EF3)", slice(10, 18)),
        _Field("Kennzeichen (EF7)", slice(122, 124)),
        _Field("Fläche (EF8)", slice(128, 139)),
        _Field("Bevölkerung insgesamt (EF9)", slice(139, 150)),
        _Field("Bevölkerung männlich (EF10)", slice(150, 161)),
    ),
}


def read_gv100ad(path: Path) -> OfficialRegister:
    """The Hessian districts and municipalities of a GV100AD file (UTF-8, or Latin-1 as older files are).

    Raises:
        MalformedRegisterFile: not readable, of another format, of several days, without
            Hesse, or with a key twice.
    """
    statuses: set[date] = set()
    districts: dict[str, DistrictEntry] = {}
    municipalities: dict[str, OfficialMunicipality] = {}
    for number, line in _hessian_lines(path):
        record = _record(number, line)
        statuses.add(record.timestamp)
        if isinstance(record, gv100ad.District):
            district = _district(number, record)
            _once(number, district.ags5, districts)
            districts[district.ags5] = district
        elif isinstance(record, gv100ad.Municipality) and record.type not in _UNINCORPORATED:
            municipality = _municipality(number, record)
            _once(number, municipality.ags, municipalities)
            municipalities[municipality.ags] = municipality
    return _checked(statuses, districts, municipalities)


def _checked(
    statuses: set[date],
    districts: dict[str, DistrictEntry],
    municipalities: dict[str, OfficialMunicipality],
) -> OfficialRegister:
    if not municipalities:
        raise MalformedRegisterFile(
            "In der Datei steht keine hessische Gemeinde. "
            "Bitte wählen Sie die Datei „GV100AD“ des Statistischen Bundesamtes für ganz Deutschland."
        )
    if len(statuses) > 1:
        found = " und ".join(f"{status:%d.%m.%Y}" for status in sorted(statuses))
        raise MalformedRegisterFile(f"Die Datei mischt mehrere Gebietsstände: {found}.")
    lost = sorted(ags for ags in municipalities if ags[:5] not in districts)
    if lost:
        raise MalformedRegisterFile(
            f"Zur Gemeinde {lost[0]} fehlt der Satz ihres Kreises {lost[0][:5]}. Ist die Datei vollständig?"
        )
    return OfficialRegister(statuses.pop(), tuple(districts.values()), tuple(municipalities.values()))


def _hessian_lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(_decoded(path).split("\n"), start=1):
        if not line.strip():
            continue
        if line[:2] not in RECORD_KINDS:
            raise MalformedRegisterFile(
                f"Zeile {number}: Die Satzart „{line[:2]}“ gibt es in GV100AD nicht. "
                "Bitte laden Sie die Datei neu herunter."
            )
        if line[10:12] == HESSE:
            yield number, line.rstrip("\r")


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise MalformedRegisterFile(f"Die Datei {path.name} lässt sich nicht öffnen: {error.strerror}.") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _record(number: int, line: str) -> gv100ad.District | gv100ad.Municipality:
    for field in _DIGITS.get(line[:2], (_STATUS,)):
        value = line[field.columns]
        if not re.fullmatch(r"[0-9]+", value) or len(value) != field.columns.stop - field.columns.start:
            raise MalformedRegisterFile(
                f"Zeile {number}: {field.name} ist „{value.strip()}“, erwartet sind Ziffern in den Spalten "
                f"{field.columns.start + 1} bis {field.columns.stop}. Ist die Datei vollständig?"
            )
    if not line[22:72].strip():
        raise MalformedRegisterFile(f"Zeile {number}: Die Bezeichnung (EF5) ist leer.")
    try:
        return next(gv100ad.GV100ADReader(io.StringIO(line)).read())
    except (ValueError, IndexError) as error:
        raise MalformedRegisterFile(f"Zeile {number}: Der Satz lässt sich nicht lesen ({error}).") from error


def _district(number: int, record: gv100ad.District) -> DistrictEntry:
    if record.regional_code[:3] not in REGIONS:
        raise MalformedRegisterFile(
            f"Zeile {number}: Der Kreisschlüssel {record.regional_code} gehört zu keinem hessischen Regierungsbezirk."
        )
    name, _epithet = _split(record.name)
    independent = record.type.name in ("KREISFREIE_STADT", "STADTKREIS")
    kind = DistrictKind.INDEPENDENT_CITY if independent else DistrictKind.DISTRICT
    return DistrictEntry(record.regional_code, name.removeprefix("Landkreis "), kind, region_of(record.regional_code))


def _municipality(number: int, record: gv100ad.Municipality) -> OfficialMunicipality:
    name, epithet = _split(record.name)
    try:
        ags = parse_ags(record.regional_code)
        kind = _KINDS[record.type]
    except MalformedAgs as error:
        raise MalformedRegisterFile(f"Zeile {number}: {error}") from error
    except KeyError as error:
        raise MalformedRegisterFile(
            f"Zeile {number}: Das Kennzeichen (EF7) {record.type.value} gibt es bei hessischen Gemeinden nicht."
        ) from error
    if record.inhabitants > POPULATION_LIMIT:
        raise MalformedRegisterFile(
            f"Zeile {number}: Eine Bevölkerung von {record.inhabitants} (EF9) ist zu groß. Sind Spalten verschoben?"
        )
    return OfficialMunicipality(ags, name, epithet, kind, record.inhabitants)


def _split(name: str) -> tuple[str, str]:
    """Name and epithet of "Marburg, Universitätsstadt"; the plain "Stadt" is the kind, not an epithet."""
    bare, _comma, epithet = name.partition(", ")
    return bare.strip(), "" if epithet == "Stadt" else epithet.strip()


def _once(number: int, key: str, seen: Container[str]) -> None:
    if key in seen:
        raise MalformedRegisterFile(f"Zeile {number}: Der Schlüssel {key} steht schon in einer früheren Zeile.")
