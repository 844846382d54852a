"""The committed files: complete, within Hesse, true for what is known, and small."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from shared.municipalities.register.ags import AGS_PATTERN, REGIONS
from shared.municipalities.register.entries import (
    DATA,
    MunicipalityEntry,
    Register,
    demo_selection,
    read_register,
)
from shared.municipalities.register.slugs import slug_for
from shared.municipalities.register.words import ChangeKind, DistrictKind, MunicipalityKind

DEMO_INHABITANTS_LIMIT = 50_000


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register()


@pytest.fixture(scope="module")
def current(register: Register) -> dict[str, MunicipalityEntry]:
    return {entry.ags: entry for entry in register.current()}


def test_there_are_421_municipalities(register: Register, current: dict[str, MunicipalityEntry]) -> None:
    """426 in the source, less 3 (Oberzent), 1 (Wesertal), 1 (Allendorf): what the Land says since 2023."""
    on_first_day = [entry for entry in register.municipalities if entry.valid_from == date(2016, 1, 1)]
    assert (len(on_first_day), len(current), len(register.current())) == (426, 421, 421)


def test_kinds_are_the_191_towns_the_land_counts(current: dict[str, MunicipalityEntry]) -> None:
    kinds = Counter(entry.kind for entry in current.values())
    assert kinds == {
        MunicipalityKind.INDEPENDENT_CITY: 5,
        MunicipalityKind.TOWN: 186,
        MunicipalityKind.MUNICIPALITY: 230,
    }


def test_names_are_unique_and_so_are_their_slugs(current: dict[str, MunicipalityEntry]) -> None:
    assert len({entry.name for entry in current.values()}) == 421
    assert len({slug_for(entry.name) for entry in current.values()}) == 421


@pytest.mark.parametrize(
    ("ags", "name", "district"),
    [
        ("06431002", "Bensheim", "Bergstraße"),
        ("06440005", "Butzbach", "Wetteraukreis"),
        ("06439012", "Oestrich-Winkel", "Rheingau-Taunus-Kreis"),
        ("06436011", "Schwalbach am Taunus", "Main-Taunus-Kreis"),
    ],
)
def test_the_four_known_partners(
    register: Register, current: dict[str, MunicipalityEntry], ags: str, name: str, district: str
) -> None:
    districts = {entry.ags5: entry for entry in register.districts}
    entry = current[ags]
    assert (entry.name, entry.kind, districts[entry.district_ags].name) == (
        name,
        MunicipalityKind.TOWN,
        district,
    )
    assert districts[entry.district_ags].region == "Darmstadt"


def test_every_key_is_hessian_and_its_district_is_listed(register: Register) -> None:
    districts = {entry.ags5 for entry in register.districts}
    for entry in register.municipalities:
        assert re.fullmatch(AGS_PATTERN, entry.ags)
        assert entry.district_ags == entry.ags[:5]
        assert entry.district_ags in districts


def test_all_21_landkreise_and_5_kreisfreie_staedte_have_municipalities(
    register: Register, current: dict[str, MunicipalityEntry]
) -> None:
    kinds = Counter(entry.kind for entry in register.districts)
    assert kinds == {DistrictKind.DISTRICT: 21, DistrictKind.INDEPENDENT_CITY: 5}
    assert {entry.district_ags for entry in current.values()} == {entry.ags5 for entry in register.districts}
    assert {entry.region for entry in register.districts} == set(REGIONS.values())


def test_versions_of_a_key_follow_one_another_without_gap_or_overlap(register: Register) -> None:
    versions: dict[str, list[MunicipalityEntry]] = {}
    for entry in register.municipalities:
        versions.setdefault(entry.ags, []).append(entry)
    for entries in versions.values():
        for earlier, later in pairwise(entries):
            assert earlier.valid_to == later.valid_from


@pytest.mark.parametrize(
    ("day", "count"),
    [(date(2017, 12, 31), 426), (date(2018, 1, 1), 423), (date(2020, 1, 1), 422), (date(2023, 1, 1), 421)],
)
def test_the_count_on_a_day_follows_the_changes(register: Register, day: date, count: int) -> None:
    on_day = [e for e in register.municipalities if e.valid_from <= day and (e.valid_to is None or e.valid_to > day)]
    assert len(on_day) == count


def test_territorial_changes_are_applied(current: dict[str, MunicipalityEntry]) -> None:
    assert (current["06437016"].name, current["06437016"].valid_from) == ("Oberzent", date(2018, 1, 1))
    assert (current["06633030"].name, current["06633030"].valid_from) == ("Wesertal", date(2020, 1, 1))
    assert current["06635001"].valid_from == date(2023, 1, 1)
    assert not {"06437002", "06437008", "06437014", "06437015", "06633021", "06633027", "06635005"} & current.keys()
    assert [current[ags].name for ags in ("06432015", "06434009", "06531007")] == [
        "Münster (Hessen)",
        "Schmitten im Taunus",
        "Heuchelheim a. d. Lahn",
    ]


def test_hanau_keeps_its_key_until_the_official_file_says_otherwise(
    register: Register, current: dict[str, MunicipalityEntry]
) -> None:
    pending = [change for change in register.changes if not change.confirmed]
    assert [(c.predecessor_ags, c.successor_ags, c.kind, c.effective_on) for c in pending] == [
        ("06435014", "06415000", ChangeKind.RECODING, date(2026, 1, 1))
    ]
    assert pending[0].note
    assert "06435014" in current
    assert "06415000" not in current


def test_every_change_leads_to_a_municipality_that_was_there(register: Register) -> None:
    starts = {(entry.ags, entry.valid_from) for entry in register.municipalities}
    ends = {(entry.ags, entry.valid_to) for entry in register.municipalities}
    for change in register.changes:
        if change.confirmed:
            assert (change.successor_ags, change.effective_on) in starts
            assert (change.predecessor_ags, change.effective_on) in ends


def test_a_population_has_a_source_and_is_no_rounded_guess(register: Register) -> None:
    for entry in register.municipalities:
        assert (entry.population is None) == (entry.population_source == "")
        assert entry.population is None or (entry.population % 1000 and 500 < entry.population < 800_000)


def test_how_many_populations_are_known(current: dict[str, MunicipalityEntry]) -> None:
    """The number the README gives; a build that matches fewer has to say so there."""
    assert sum(entry.population is not None for entry in current.values()) == 312


def test_the_place_of_another_municipality_is_not_taken(current: dict[str, MunicipalityEntry]) -> None:
    """GeoNames puts a Lützelbach of 7,321 into Modautal: the name is right, the territory is not."""
    assert current["06437010"].name == "Lützelbach"
    assert current["06437010"].population is None


def test_centres_lie_in_hesse(current: dict[str, MunicipalityEntry]) -> None:
    for entry in current.values():
        assert entry.latitude is not None
        assert entry.longitude is not None
        assert 49.39 < entry.latitude < 51.66
        assert 7.77 < entry.longitude < 10.24


def test_the_files_are_small() -> None:
    assert (DATA / "outlines.topojson").stat().st_size < 200_000
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 300_000


def test_attribution_stands_beside_and_inside_the_data() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    assert "© GeoBasis-DE / BKG" in readme
    assert "CC BY 4.0" in readme
    assert "© GeoBasis-DE / BKG (2016), Daten verändert" in (DATA / "outlines.topojson").read_text(encoding="utf-8")


def test_the_demo_selection(current: dict[str, MunicipalityEntry]) -> None:
    """42, the partners first, from every Landkreis, each under 50,000 inhabitants and with its own slug."""
    selection = demo_selection()
    assert len(selection) == 42
    assert [entry.ags for entry in selection[:4]] == ["06431002", "06440005", "06439012", "06436011"]
    assert len({entry.ags for entry in selection}) == len({entry.slug for entry in selection}) == 42
    assert Counter(entry.ags[:5] for entry in selection) == {
        entry.district_ags: 2 for entry in current.values() if entry.kind != MunicipalityKind.INDEPENDENT_CITY
    }
    for entry in selection:
        assert (entry.name, entry.slug) == (current[entry.ags].name, slug_for(entry.name))
        assert 0 < (current[entry.ags].population or 0) < DEMO_INHABITANTS_LIMIT


@pytest.mark.parametrize("count", [0, 1, 4, 42])
def test_a_smaller_demo_is_the_beginning_of_the_larger(count: int) -> None:
    assert demo_selection(count) == demo_selection()[:count]


@pytest.mark.parametrize("count", [-1, 43])
def test_more_than_the_selection_holds_is_refused(count: int) -> None:
    with pytest.raises(ValueError, match="hat 42 Kommunen"):
        demo_selection(count)
