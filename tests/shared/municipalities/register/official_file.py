"""Writing files in the record layout of GV100AD, so that the import can be tested.

Columns (counted from 1): EF1 1–2, EF2 3–10, EF3 11–18, EF4 19–22, EF5 23–72,
EF6 73–122, EF7 123–124, EF8 129–139, EF9 140–150, EF10 151–161, EF12 166–175, EF14 178–181, EF15 182–185,
EF16 186–190; 220 characters a record.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from shared.municipalities.register.entries import MunicipalityEntry, Register
from shared.municipalities.register.words import DistrictKind, MunicipalityKind

TYPES = {
    MunicipalityKind.INDEPENDENT_CITY: 61,
    MunicipalityKind.TOWN: 63,
    MunicipalityKind.MUNICIPALITY: 64,
}


def land_line(day: date) -> str:
    return _line("10", day, "06", "", "Hessen")


def region_line(day: date, key: str, name: str) -> str:
    return _line("20", day, key, "", f"Reg.-Bez. {name}")


def district_line(day: date, key: str, name: str, kind: DistrictKind = DistrictKind.DISTRICT) -> str:
    return _line("40", day, key, "", name, 44 if kind == DistrictKind.DISTRICT else 41)


def association_line(day: date, ags: str, name: str) -> str:
    return _line("50", day, ags[:5], f"0{ags[5:]}", name, 50)


def municipality_line(day: date, ags: str, name: str, type_: int, population: int) -> str:
    head = _line("60", day, ags, f"0{ags[5:]}", name, type_)
    figures = f"{5000:011d}{population:011d}{population // 2:011d}"
    return f"{head[:128]}{figures}{'':4}64625     {'':2}2606{'':1}{'':1}{'':2}41500".ljust(220)


def whole_file(register: Register, day: date, *, populations: int = 12_345) -> list[str]:
    """All Hessian records of a register, with one municipality of another Land before and after them."""
    lines = [municipality_line(day, "05315000", "Köln, Stadt", 61, 1_000_000), land_line(day)]
    lines += [region_line(day, key, name) for key, name in (("064", "Darmstadt"), ("065", "Gießen"), ("066", "Kassel"))]
    lines += [district_line(day, d.ags5, d.name, d.kind) for d in register.districts]
    for entry in register.current():
        lines.append(association_line(day, entry.ags, entry.name))
        lines.append(municipality_line(day, entry.ags, official_name(entry), TYPES[entry.kind], populations))
    lines.append(municipality_line(day, "06435200", "Gutsbezirk Spessart, gemfr. Gebiet", 66, 0))
    lines.append(municipality_line(day, "09162000", "München, Landeshauptstadt", 61, 1_500_000))
    return lines


def official_name(entry: MunicipalityEntry) -> str:
    """The name as the directory prints it: with "Stadt" or an epithet behind a comma."""
    if entry.ags == "06534014":
        return f"{entry.name}, Universitätsstadt"
    return entry.name if entry.kind == MunicipalityKind.MUNICIPALITY else f"{entry.name}, Stadt"


def with_other(register: Register, ags: str, **changed: object) -> Register:
    """The register with one current municipality changed."""
    entries = tuple(
        replace(entry, **changed) if entry.ags == ags and entry.valid_to is None else entry  # type: ignore[arg-type]
        for entry in register.municipalities
    )
    return replace(register, municipalities=entries)


def without(register: Register, *keys: str) -> Register:
    """The register without the versions of some keys."""
    kept = tuple(entry for entry in register.municipalities if entry.ags not in keys)
    return replace(register, municipalities=kept)


def write(path: Path, lines: list[str], *, encoding: str = "utf-8") -> Path:
    """Write the lines with the Windows line ends the published file has."""
    path.write_bytes("".join(f"{line}\r\n" for line in lines).encode(encoding))
    return path


def _line(kind: str, day: date, key: str, association: str, name: str, type_: int | None = None) -> str:
    code = "" if type_ is None else f"{type_:02d}"
    return f"{kind}{day:%Y%m%d}{key:8}{association:4}{name:50}{'':50}{code:2}".ljust(220)
