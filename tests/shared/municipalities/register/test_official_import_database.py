"""Renewing the register from the official file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError

from shared.municipalities.models.register import District, RegisteredMunicipality, TerritorialChange
from shared.municipalities.register.entries import MunicipalityEntry, Register, read_register
from shared.municipalities.register.gv100ad import MalformedRegisterFile
from shared.municipalities.register.loading import Loaded, load_register
from shared.municipalities.register.official_import import (
    Altered,
    Named,
    RegisterChanges,
    StaleRegisterFile,
    import_gv100ad,
)
from shared.municipalities.register.words import MunicipalityKind
from tests.servers import Servers
from tests.shared.municipalities.register import official_file as official

pytestmark = pytest.mark.usefixtures("central")

DAY = date(2026, 3, 31)
MUNICIPALITIES = RegisteredMunicipality.objects
NOTHING_NEW = RegisterChanges(DAY, (), (), (), (), (), (), unchanged=421)


@pytest.fixture
def register() -> Register:
    """The shipped register, loaded."""
    register = read_register()
    load_register(register)
    return register


def imported(folder: Path, register: Register, day: date = DAY, **options: object) -> RegisterChanges:
    path = official.write(folder / f"GV100AD_{day:%d%m%Y}.txt", official.whole_file(register, day))
    return import_gv100ad(path, as_of=day, **options)  # type: ignore[arg-type]


def versions(ags: str) -> list[tuple[str, date, date | None]]:
    return list(MUNICIPALITIES.by_ags(ags).values_list("name", "valid_from", "valid_to"))


def entry_of(register: Register, ags: str) -> MunicipalityEntry:
    return next(entry for entry in register.current() if entry.ags == ags)


def test_a_file_without_news_brings_the_population_and_its_source(tmp_path: Path, register: Register) -> None:
    changes = imported(tmp_path, register, population_as_of=date(2024, 12, 31))
    assert changes == NOTHING_NEW
    assert changes.is_empty()
    bensheim = MUNICIPALITIES.get(ags="06431002")
    assert (bensheim.population, bensheim.population_as_of) == (12_345, date(2024, 12, 31))
    assert bensheim.population_source == "Gemeindeverzeichnis GV100AD, Destatis"
    assert (bensheim.attested_on, bensheim.valid_from) == (DAY, date(2016, 1, 1))
    assert (bensheim.latitude, bensheim.longitude) == (49.68733, 8.61359)
    assert MUNICIPALITIES.current().get(ags="06534014").epithet == "Universitätsstadt"
    assert (MUNICIPALITIES.count(), MUNICIPALITIES.current().count()) == (432, 421)


def test_importing_again_changes_nothing(tmp_path: Path, register: Register) -> None:
    imported(tmp_path, register)
    rows = list(MUNICIPALITIES.values())
    assert imported(tmp_path, register) == NOTHING_NEW
    assert list(MUNICIPALITIES.values()) == rows


def test_the_next_start_does_not_undo_an_import(tmp_path: Path, register: Register) -> None:
    changed = official.with_other(register, "06431002", name="Bensheim an der Bergstraße")
    imported(tmp_path, official.without(changed, "06440005"))
    rows = list(MUNICIPALITIES.values())
    assert load_register(register) == Loaded()
    assert list(MUNICIPALITIES.values()) == rows


def test_a_register_can_be_filled_by_the_official_file_alone(tmp_path: Path) -> None:
    changes = imported(tmp_path, read_register())
    assert len(changes.added) == 421
    assert (MUNICIPALITIES.current().count(), District.objects.count()) == (421, 26)
    assert MUNICIPALITIES.get(ags="06431002").latitude is None


def test_a_renaming_opens_a_new_version(tmp_path: Path, register: Register) -> None:
    changes = imported(tmp_path, official.with_other(register, "06431002", name="Bensheim an der Bergstraße"))
    assert changes.renamed == (Altered("06431002", "Bensheim an der Bergstraße", "Bensheim"),)
    assert changes.unchanged == 420
    assert versions("06431002") == [
        ("Bensheim", date(2016, 1, 1), DAY),
        ("Bensheim an der Bergstraße", DAY, None),
    ]
    assert MUNICIPALITIES.current().get(ags="06431002").latitude == 49.68733


def test_a_new_town_right_opens_a_new_version(tmp_path: Path, register: Register) -> None:
    changes = imported(tmp_path, official.with_other(register, "06435009", kind=MunicipalityKind.TOWN))
    assert changes.reclassified == (Named("06435009", "Freigericht"),)
    assert [row.kind for row in MUNICIPALITIES.by_ags("06435009")] == ["municipality", "town"]


def test_a_municipality_that_is_gone_is_closed_and_asked_about(tmp_path: Path, register: Register) -> None:
    changes = imported(tmp_path, official.without(register, "06431001"))
    gone = Named("06431001", "Abtsteinach")
    assert (changes.closed, changes.unexplained) == ((gone,), (gone,))
    assert versions("06431001") == [("Abtsteinach", date(2016, 1, 1), DAY)]
    assert MUNICIPALITIES.current().count() == 420


def test_a_known_change_explains_what_is_gone(tmp_path: Path, register: Register) -> None:
    TerritorialChange.objects.create(
        predecessor_ags="06431001",
        successor_ags="06431002",
        kind="incorporation",
        effective_on=date(2026, 1, 1),
        source="Grenzänderungsvertrag",
    )
    changes = imported(tmp_path, official.without(register, "06431001"))
    assert changes.closed == (Named("06431001", "Abtsteinach"),)
    assert changes.unexplained == ()
    assert str(MUNICIPALITIES.successor_of("06431001", DAY)) == "Bensheim"


def hanau_in_file(register: Register, key: str) -> list[str]:
    district = official.DistrictKind.INDEPENDENT_CITY
    return [
        *official.whole_file(official.without(register, "06435014"), DAY),
        official.district_line(DAY, key[:5], "Hanau, Brüder-Grimm-Stadt", district),
        official.municipality_line(DAY, key, "Hanau, Brüder-Grimm-Stadt", 61, 98_000),
    ]


@pytest.mark.parametrize("key", ["06415000", "06416000"])
def test_hanaus_new_key_is_confirmed_by_the_file_whatever_was_expected(
    tmp_path: Path, register: Register, key: str
) -> None:
    path = official.write(tmp_path / "GV100AD.txt", hanau_in_file(register, key))
    changes = import_gv100ad(path, as_of=DAY)
    assert changes.recoded == (Altered(key, "Hanau", "06435014"),)
    assert (changes.added, changes.closed, changes.unexplained) == ((), (), ())
    new_year = date(2026, 1, 1)
    assert versions("06435014") == [("Hanau", date(2016, 1, 1), new_year)]
    assert versions(key) == [("Hanau", new_year, None)]
    hanau = MUNICIPALITIES.get(ags=key)
    assert (hanau.kind, hanau.epithet) == ("independent_city", "Brüder-Grimm-Stadt")
    assert hanau.latitude is not None
    assert TerritorialChange.objects.get(predecessor_ags="06435014").confirmed
    assert TerritorialChange.objects.successor_of("06435014", DAY) == key
    assert District.objects.get(ags5=key[:5]).label == "Stadt Hanau"
    load_register(register)
    assert MUNICIPALITIES.current().count() == 421
    assert TerritorialChange.objects.get(predecessor_ags="06435014").successor_ags == key


def test_a_new_municipality_is_added(tmp_path: Path, register: Register) -> None:
    lines = official.whole_file(register, DAY)
    lines.append(official.municipality_line(DAY, "06431099", "Neustadt an der Weschnitz, Stadt", 63, 5_001))
    changes = import_gv100ad(official.write(tmp_path / "GV100AD.txt", lines), as_of=DAY)
    assert changes.added == (Named("06431099", "Neustadt an der Weschnitz"),)
    assert versions("06431099") == [("Neustadt an der Weschnitz", DAY, None)]


def test_a_corrected_file_of_the_same_day_replaces_the_first(tmp_path: Path, register: Register) -> None:
    imported(tmp_path, official.with_other(register, "06431002", name="Bensheym"))
    changes = imported(tmp_path, register)
    assert changes.renamed == (Altered("06431002", "Bensheim", "Bensheym"),)
    assert versions("06431002") == [("Bensheim", date(2016, 1, 1), DAY), ("Bensheim", DAY, None)]


def test_the_wrong_day_is_refused(tmp_path: Path, register: Register) -> None:
    path = official.write(tmp_path / "GV100AD.txt", official.whole_file(register, DAY))
    with pytest.raises(MalformedRegisterFile, match=r"Gebietsstand 31\.03\.2026, angegeben ist 30\.06\.2026"):
        import_gv100ad(path, as_of=date(2026, 6, 30))


def test_an_older_file_is_refused(tmp_path: Path, register: Register) -> None:
    imported(tmp_path, register)
    with pytest.raises(StaleRegisterFile, match=r"schon den Gebietsstand 31\.03\.2026"):
        imported(tmp_path, register, date(2025, 12, 31))


def test_half_a_file_is_refused_and_nothing_is_written(tmp_path: Path, register: Register) -> None:
    rows = list(MUNICIPALITIES.values())
    lost = [entry.ags for entry in register.current()][:11]
    with pytest.raises(MalformedRegisterFile, match="fehlen 11 Gemeinden des Verzeichnisses, darunter Darmstadt"):
        imported(tmp_path, official.without(register, *lost))
    assert list(MUNICIPALITIES.values()) == rows


def test_a_real_reform_can_be_believed(tmp_path: Path, register: Register) -> None:
    lost = [entry.ags for entry in register.current() if entry.district_ags == "06431"][:11]
    changes = imported(tmp_path, official.without(register, *lost), closures_believed=11)
    assert len(changes.closed) == 11


def test_an_import_that_fails_on_the_way_leaves_nothing(tmp_path: Path, register: Register, database: Servers) -> None:
    """The database itself refuses a row after the districts are written: they are taken back with it."""
    with database.superuser_connection() as admin:
        admin.execute(
            "ALTER TABLE municipalities_registeredmunicipality ADD CHECK (population <> 12345 OR ags <> '06431002')"
        )
    lines = [line.replace("Odenwaldkreis", "Oberzentkreis") for line in official.whole_file(register, DAY)]
    with pytest.raises(IntegrityError):
        import_gv100ad(official.write(tmp_path / "GV100AD.txt", lines), as_of=DAY)
    assert District.objects.get(ags5="06437").name == "Odenwaldkreis"


def test_a_broken_line_writes_nothing(tmp_path: Path, register: Register) -> None:
    rows = list(MUNICIPALITIES.values())
    lines = official.whole_file(official.with_other(register, "06431002", name="Anders"), DAY)
    lines[-2] = lines[-2][:130]
    with pytest.raises(MalformedRegisterFile, match=f"Zeile {len(lines) - 1}: Fläche"):
        import_gv100ad(official.write(tmp_path / "GV100AD.txt", lines), as_of=DAY)
    assert list(MUNICIPALITIES.values()) == rows
