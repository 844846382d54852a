"""Reading the official file: what is taken over, and how a broken one is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from shared.municipalities.register.comparison import Held, compare
from shared.municipalities.register.entries import read_register
from shared.municipalities.register.gv100ad import MalformedRegisterFile, OfficialMunicipality, read_gv100ad
from shared.municipalities.register.words import DistrictKind, MunicipalityKind
from tests.shared.municipalities.register import official_file as official

DAY = date(2026, 3, 31)
TOWN, MUNICIPALITY = MunicipalityKind.TOWN, MunicipalityKind.MUNICIPALITY


def small_file() -> list[str]:
    return [
        official.land_line(DAY),
        official.region_line(DAY, "064", "Darmstadt"),
        official.district_line(DAY, "06431", "Bergstraße, Landkreis"),
        official.association_line(DAY, "06431002", "Bensheim, Stadt"),
        official.municipality_line(DAY, "06431002", "Bensheim, Stadt", 63, 41_124),
        official.municipality_line(DAY, "06431200", "Michelbuch, gemfr. Gebiet", 66, 0),
    ]


def test_a_small_file(tmp_path: Path) -> None:
    register = read_gv100ad(official.write(tmp_path / "GV100AD.txt", small_file()))
    assert register.status == DAY
    assert [(d.ags5, d.name, d.kind, d.region) for d in register.districts] == [
        ("06431", "Bergstraße", DistrictKind.DISTRICT, "Darmstadt")
    ]
    assert register.municipalities == (OfficialMunicipality("06431002", "Bensheim", "", TOWN, 41_124),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_the_whole_of_hesse_and_nothing_else(tmp_path: Path, encoding: str) -> None:
    shipped = read_register()
    lines = official.whole_file(shipped, DAY)
    register = read_gv100ad(official.write(tmp_path / "GV100AD.txt", lines, encoding=encoding))
    assert {(m.ags, m.name, m.kind) for m in register.municipalities} == {
        (entry.ags, entry.name, entry.kind) for entry in shipped.current()
    }
    assert set(register.districts) == set(shipped.districts)


def test_an_epithet_is_not_part_of_the_name(tmp_path: Path) -> None:
    lines = official.whole_file(read_register(), DAY)
    register = read_gv100ad(official.write(tmp_path / "GV100AD.txt", lines))
    epithets = {m.ags: (m.name, m.epithet) for m in register.municipalities if m.epithet}
    assert epithets == {"06534014": ("Marburg", "Universitätsstadt")}


def broken(number: int, columns: slice, text: str) -> list[str]:
    """The small file with something else in columns of one line (counted from 1)."""
    lines = small_file()
    line = lines[number - 1]
    lines[number - 1] = line[: columns.start] + text + line[columns.stop :]
    return lines


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (broken(5, slice(0, 2), "99"), "Zeile 5: Die Satzart „99“"),
        (broken(5, slice(2, 10), "20261332"), "Zeile 5: Der Satz lässt sich nicht lesen"),
        (broken(5, slice(2, 10), "31.03.26"), "Zeile 5: Gebietsstand"),
        (broken(5, slice(10, 18), "06431  2"), "Zeile 5: Gemeindeschlüssel"),
        (broken(5, slice(10, 18), "06731002"), "Zeile 5: Die dritte Ziffer"),
        (broken(3, slice(10, 15), "06731"), "Zeile 3: Der Kreisschlüssel 06731"),
        (broken(3, slice(122, 124), "99"), "Zeile 3: Der Satz lässt sich nicht lesen"),
        (broken(5, slice(22, 72), " " * 50), "Zeile 5: Die Bezeichnung"),
        (broken(5, slice(122, 124), "  "), "Zeile 5: Kennzeichen"),
        (broken(5, slice(122, 124), "60"), "Zeile 5: Das Kennzeichen"),
        (broken(5, slice(139, 150), " viele     "), "Zeile 5: Bevölkerung insgesamt"),
        (broken(5, slice(139, 150), "99999999999"), "Zeile 5: Eine Bevölkerung von 99999999999"),
        (broken(5, slice(60, 220), ""), "Zeile 5: Kennzeichen"),
        (broken(5, slice(145, 220), ""), "Zeile 5: Bevölkerung insgesamt"),
        (broken(5, slice(170, 171), "x"), "Zeile 5: Der Satz lässt sich nicht lesen"),
        ([*small_file(), small_file()[4]], "Zeile 7: Der Schlüssel 06431002 steht schon"),
        ([*small_file(), small_file()[2]], "Zeile 7: Der Schlüssel 06431 steht schon"),
        (broken(5, slice(2, 10), "20251231"), "mischt mehrere Gebietsstände: 31.12.2025 und 31.03.2026"),
        ([small_file()[4]], "fehlt der Satz ihres Kreises 06431"),
        (small_file()[:3], "keine hessische Gemeinde"),
        ([], "keine hessische Gemeinde"),
        (["ags;name", "06431002;Bensheim"], "Zeile 1: Die Satzart „ag“"),
    ],
)
def test_a_broken_file_is_refused_with_line_and_field(tmp_path: Path, lines: list[str], said: str) -> None:
    path = official.write(tmp_path / "GV100AD.txt", lines)
    with pytest.raises(MalformedRegisterFile, match=said):
        read_gv100ad(path)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "GV100AD.zip"
    path.write_bytes(b"PK\x03\x04\xff\xfe\n\x00")
    with pytest.raises(MalformedRegisterFile, match="Zeile 1"):
        read_gv100ad(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MalformedRegisterFile, match=r"nichts\.txt lässt sich nicht öffnen"):
        read_gv100ad(tmp_path / "nichts.txt")


def listed(*municipalities: tuple[str, str, MunicipalityKind]) -> dict[str, OfficialMunicipality]:
    return {ags: OfficialMunicipality(ags, name, "", kind, 1) for ags, name, kind in municipalities}


def test_comparison_sorts_every_key() -> None:
    held = {
        "06431001": Held("Bleibt", TOWN),
        "06431002": Held("Alt", TOWN),
        "06431003": Held("Wächst", MUNICIPALITY),
        "06431004": Held("Geht", TOWN),
        "06431005": Held("Zieht um", TOWN),
    }
    found = compare(
        held,
        listed(
            ("06431001", "Bleibt", TOWN),
            ("06431002", "Neu", TOWN),
            ("06431003", "Wächst", TOWN),
            ("06431006", "Kommt", TOWN),
            ("06415000", "Zieht um", MunicipalityKind.INDEPENDENT_CITY),
        ),
    )
    assert found.unchanged == ("06431001",)
    assert found.renamed == ("06431002",)
    assert found.reclassified == ("06431003",)
    assert found.recoded == {"06431005": "06415000"}
    assert found.added == ("06431006",)
    assert found.vanished == ("06431004",)


def test_a_name_that_two_carry_proves_no_recoding() -> None:
    held = {"06431001": Held("Lautertal", TOWN), "06535012": Held("Lautertal", TOWN)}
    found = compare(held, listed(("06437001", "Lautertal", TOWN)))
    assert (found.recoded, found.added, found.vanished) == ({}, ("06437001",), ("06431001", "06535012"))
