"""The register in the database: loading it, asking it, and what the constraints refuse."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from shared.municipalities.models.register import District, RegisteredMunicipality, TerritorialChange
from shared.municipalities.register.entries import Register, read_register
from shared.municipalities.register.loading import Loaded, load_register
from shared.municipalities.register.words import Origin
from tests.shared.municipalities.register import official_file as official

pytestmark = pytest.mark.usefixtures("central")

MUNICIPALITIES = RegisteredMunicipality.objects


@pytest.fixture
def register() -> Register:
    """The shipped register, loaded."""
    register = read_register()
    load_register(register)
    return register


def test_the_first_load_writes_everything() -> None:
    assert load_register() == Loaded(districts=26, municipalities=432, changes=11)
    assert MUNICIPALITIES.current().count() == 421


def test_the_second_load_only_reads(register: Register) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert load_register(register) == Loaded()
    statements = [q["sql"] for q in queries if not q["sql"].startswith(("BEGIN", "COMMIT"))]
    assert len(statements) == 6
    assert all(statement.startswith("SELECT") for statement in statements)


def test_a_row_that_differs_is_put_right(register: Register) -> None:
    MUNICIPALITIES.filter(ags="06431002").update(name="Bensem", population=1)
    MUNICIPALITIES.filter(ags="06440005").delete()
    assert load_register(register) == Loaded(municipalities=2)
    assert MUNICIPALITIES.get(ags="06431002").name == "Bensheim"
    assert MUNICIPALITIES.get(ags="06440005").name == "Butzbach"


def test_a_release_may_correct_the_day_of_a_change(register: Register) -> None:
    """The old version would stand in the way of the new one: it goes in the same load."""
    earlier, later = date(2017, 3, 6), date(2017, 4, 1)
    versions = tuple(
        replace(
            entry,
            valid_from=later if entry.valid_from == earlier else entry.valid_from,
            valid_to=later if entry.valid_to == earlier else entry.valid_to,
        )
        if entry.ags == "06432015"
        else entry
        for entry in register.municipalities
    )
    assert load_register(replace(register, municipalities=versions)) == Loaded(municipalities=3)
    assert list(MUNICIPALITIES.by_ags("06432015").values_list("name", "valid_from", "valid_to")) == [
        ("Münster", date(2016, 1, 1), later),
        ("Münster (Hessen)", later, None),
    ]


def test_a_key_an_official_import_has_touched_is_left_alone(register: Register) -> None:
    MUNICIPALITIES.filter(ags="06431002").update(name="Bensheim an der Bergstraße", origin=Origin.GV100AD.value)
    TerritorialChange.objects.filter(predecessor_ags="06435014").update(confirmed=True, origin=Origin.GV100AD.value)
    assert load_register(official.without(register, "06431002")) == Loaded()
    assert MUNICIPALITIES.get(ags="06431002").name == "Bensheim an der Bergstraße"
    assert TerritorialChange.objects.get(predecessor_ags="06435014").confirmed


def test_questions_about_a_day(register: Register) -> None:
    counts = {day: MUNICIPALITIES.on(day).count() for day in (date(2017, 12, 31), date(2018, 1, 1), date(2023, 1, 1))}
    assert counts == {date(2017, 12, 31): 426, date(2018, 1, 1): 423, date(2023, 1, 1): 421}
    assert MUNICIPALITIES.on(date(2015, 12, 31)).count() == 0
    assert [row.name for row in MUNICIPALITIES.by_ags("06434009")] == ["Schmitten", "Schmitten im Taunus"]


def test_the_successor_on_a_day(register: Register) -> None:
    before, after = date(2017, 12, 31), date(2026, 11, 1)
    assert str(MUNICIPALITIES.successor_of("06437002", before)) == "Beerfelden"
    assert str(MUNICIPALITIES.successor_of("06437002", after)) == "Oberzent"
    assert str(MUNICIPALITIES.successor_of("06635005", after)) == "Allendorf (Eder)"
    assert str(MUNICIPALITIES.successor_of("06435014", after)) == "Hanau"
    assert MUNICIPALITIES.successor_of("06999999", after) is None
    assert TerritorialChange.objects.successor_of("06435014", after) == "06435014"


def test_german_order_comes_from_the_database(register: Register) -> None:
    districts = [district.label for district in District.objects.filter(region="Gießen")]
    assert districts == [
        "Landkreis Gießen",
        "Lahn-Dill-Kreis",
        "Landkreis Limburg-Weilburg",
        "Landkreis Marburg-Biedenkopf",
        "Vogelsbergkreis",
    ]
    names = [row.name for row in MUNICIPALITIES.current().filter(name__regex="^[OÖ]")][:4]
    assert names == ["Ober-Mörlen", "Ober-Ramstadt", "Oberaula", "Obertshausen"]
    cities = [d.label for d in District.objects.filter(kind="independent_city")]
    assert cities == [
        "Stadt Darmstadt",
        "Stadt Frankfurt am Main",
        "Stadt Kassel",
        "Stadt Offenbach am Main",
        "Stadt Wiesbaden",
    ]


def test_saving_one_row_keeps_its_sort_key() -> None:
    row = RegisteredMunicipality(
        ags="06431099",
        name="Überwald",
        kind="town",
        district_ags="06431",
        valid_from=date(2020, 1, 1),
        attested_on=date(2020, 1, 1),
    )
    row.save()
    assert row.sort_key == "uberwald"


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"ags": "05431002", "district_ags": "05431"}, "registered_ags_is_hessian"),
        ({"ags": "0643100x"}, "registered_ags_is_hessian"),
        ({"district_ags": "06432"}, "registered_district_begins_the_ags"),
        ({"valid_to": date(2016, 1, 1)}, "registered_ends_after_it_begins"),
        ({"latitude": 8.6, "longitude": 49.7}, "registered_centre_is_in_hesse"),
        ({"latitude": None}, "registered_centre_is_in_hesse"),
        ({"ags": "06440005", "district_ags": "06440"}, "registered_"),
        ({"population": -1}, "population"),
    ],
)
def test_the_database_refuses_what_cannot_be(register: Register, changed: dict[str, object], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MUNICIPALITIES.filter(ags="06431002").update(**changed)


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"successor_ags": "05437016"}, "territorial_change_is_hessian"),
        ({"successor_ags": "06437002"}, "territorial_change_keeps_key_only_when_renamed"),
        ({"kind": "renaming"}, "territorial_change_keeps_key_only_when_renamed"),
    ],
)
def test_the_database_refuses_impossible_changes(
    register: Register, changed: dict[str, object], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        TerritorialChange.objects.filter(predecessor_ags="06437002").update(**changed)
