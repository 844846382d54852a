"""Official figures: stated, corrected, removed; nothing typed is lost, nothing leaves the town."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from kisi.audit.models import Entry
from kisi.core.actors import Actor
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.results import actions
from tenants.results.models import REFERENCE_CELLS, ReferencePopulation, cell_key
from tenants.results.queries import figures_of
from tests.accounts import person, sign_in
from tests.tenants.results.test_pages import soup, words

ELIF = Actor("user", "1", "Elif Demir")
ADDRESS = "/ergebnisse/vergleichszahlen/residents/"
WOMEN = {"w-u18": "1.200", "w-18_60": "4000", "w-o60": " 2.000 "}
SOURCE = {"source": "Auszug aus dem Melderegister", "as_of": "30.06.2026"}


@pytest.fixture
def coordinator(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """A coordinator's browser."""
    return sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)


def stated(**changed: Any) -> ReferencePopulation:
    """Figures, not stored yet."""
    given = {"people": {"w-18_60": 40, "m-18_60": 50}, "source": "Melderegister", "as_of": date(2026, 6, 30)}
    return ReferencePopulation(**({"perspective": "residents"} | given | changed))


def test_stated_on_screen_with_gaps(coordinator: Client, bensheim: MunicipalityRef) -> None:
    """An empty field is not known, a 0 is nobody."""
    assert "noch keine Zahlen" in words(soup(coordinator.get("/ergebnisse/einstellungen/")))
    assert "Einwohnermeldeamt" in words(soup(coordinator.get(ADDRESS)))
    assert coordinator.post(ADDRESS, WOMEN | SOURCE | {"d-u18": "0"}).status_code == 302
    with inside(realm_of(bensheim)):
        found = figures_of("residents")
        assert found is not None
        assert found.cells == {("w", "u18"): 1200, ("w", "18_60"): 4000, ("w", "o60"): 2000, ("d", "u18"): 0}
        assert found.everybody is None, "the men are not known"
        assert figures_of("administration") is None
    page = soup(coordinator.get(ADDRESS))
    assert page.find(id="id_w-u18")["value"] == "1200"  # type: ignore[index]
    assert "value" not in page.find(id="id_m-u18").attrs  # type: ignore[union-attr]
    assert "Auszug aus dem Melderegister · Stand 30.06.2026" in words(
        soup(coordinator.get("/ergebnisse/einstellungen/"))
    )


def test_mistakes_stand_at_their_fields_and_nothing_is_lost(coordinator: Client, bensheim: MunicipalityRef) -> None:
    typed = WOMEN | {"m-u18": "zwölf", "m-o60": "-3", "as_of": "31.02.2026", "source": "Register"}
    answer = coordinator.post(ADDRESS, typed)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert set(errors) == {"m-u18", "m-o60", "as_of"}
    page = BeautifulSoup(answer.content, "html.parser")
    assert {name: page.find(id=f"id_{name}")["value"] for name in typed} == typed  # type: ignore[index]
    too_many = coordinator.post(ADDRESS, WOMEN | SOURCE | {"total": "7.199"})
    assert too_many.status_code == 422
    assert "Die Gruppen ergeben zusammen 7200" in too_many.content.decode()
    assert set(too_many.context["form"].errors) == {"total"}
    assert coordinator.post(ADDRESS, SOURCE).status_code == 422, "no figure at all"
    with inside(realm_of(bensheim)):
        assert not ReferencePopulation.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"people": {"w-18_60": -1}},
        {"people": {"w-18_60": 1.5}},
        {"people": {"w-18_60": True}},
        {"people": {"x-18_60": 5}},
        {"people": {}},
        {"total": 89},
        {"source": ""},
        {"perspective": "visitors"},
        {"as_of": timezone.localdate() + timedelta(days=400)},
    ],
)
def test_what_cannot_be_is_refused(in_bensheim: MunicipalityRef, changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        actions.state_figures(figures=stated(**changed), by=ELIF)
    assert not ReferencePopulation.objects.exists()


def test_corrected_and_removed_with_the_trail(in_bensheim: MunicipalityRef) -> None:
    """The same again is no change; the trail keeps what was before."""
    first = actions.state_figures(figures=stated(), by=ELIF)
    assert actions.state_figures(figures=stated(), by=ELIF).pk == first.pk
    again = actions.state_figures(figures=stated(people={"w-18_60": 41}, total=100), by=ELIF)
    assert again.pk == first.pk
    actions.remove_figures(figures=again, by=ELIF)
    actions.remove_figures(figures=again, by=ELIF)
    assert not ReferencePopulation.objects.exists()
    entries = list(Entry.objects.filter(event__startswith="results.figures").order_by("pk"))
    assert [one.event for one in entries] == ["results.figures_changed"] * 2 + ["results.figures_removed"]
    assert entries[1].details["before"]["people"] == {"w-18_60": 40, "m-18_60": 50}
    assert entries[1].details["after"] | {"as_of": ""} == {
        "people": {"w-18_60": 41}, "total": 100, "source": "Melderegister", "as_of": "",
    }  # fmt: skip


def test_everybody() -> None:
    """The total, or the sum once all women and men are known; „divers“ may stay empty."""
    both = {cell_key(*cell): 10 for cell in REFERENCE_CELLS if cell[0] != "d"}
    assert stated(people=both).everybody == 60
    assert stated(people=both | {"d-18_60": 2}).everybody == 62
    assert stated(people=both, total=75).everybody == 75
    assert stated().everybody is None


def test_only_those_who_set_rules(client_for: Any, bensheim: MunicipalityRef, coordinator: Client) -> None:
    guide = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    assert guide.get(ADDRESS).status_code == 403
    assert guide.post(ADDRESS, WOMEN | SOURCE).status_code == 403
    assert client_for(bensheim).get(ADDRESS).status_code in {302, 403}
    assert coordinator.get("/ergebnisse/vergleichszahlen/visitors/").status_code == 404
    assert coordinator.post(f"{ADDRESS}loeschen/").status_code == 404, "there are none"
    coordinator.post(ADDRESS, WOMEN | SOURCE)
    assert guide.post(f"{ADDRESS}loeschen/").status_code == 403
    assert coordinator.get(f"{ADDRESS}loeschen/").status_code == 405
    coordinator.post(f"{ADDRESS}loeschen/")
    with inside(realm_of(bensheim)):
        assert not ReferencePopulation.objects.exists()


BAD_ROWS: dict[str, dict[str, Any]] = {
    "less than nobody": {"people": {"w-18_60": -1, "m-18_60": 5}},
    "half a person": {"people": {"w-18_60": 1.5}},
    "a word": {"people": {"w-18_60": "viele"}},
    "a number in words": {"people": {"w-18_60": "40"}},
    "yes": {"people": {"w-18_60": True}},
    "nothing": {"people": {"w-18_60": None, "m-18_60": 5}},
    "a list": {"people": {"w-18_60": [40]}},
    "no groups at all": {"people": [40]},
    "more than there are": {"people": {"w-18_60": 10_000_001}},
    "a group that does not exist": {"people": {"w-18_60": 40, "x-18_60": 1}},
    "more than all together": {"total": 89},
    "a total without end": {"total": 10_000_001},
    "nobody": {"people": {"w-18_60": 0}},
    "no source": {"source": ""},
}


@pytest.mark.parametrize("changed", BAD_ROWS.values(), ids=BAD_ROWS)
@pytest.mark.parametrize("way", ["insert", "update"])
@pytest.mark.usefixtures("in_bensheim")
def test_the_database_refuses_what_no_form_lets_through(changed: dict[str, Any], way: str) -> None:
    """Whatever writes the row: shares and weights are made of these numbers."""
    if way == "update":
        stated().save()
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        if way == "insert":
            stated(**changed).save()
        else:
            ReferencePopulation.objects.update(**changed)
    assert [one.people for one in ReferencePopulation.objects.all()] in ([], [stated().people])


@pytest.mark.parametrize(
    "changed",
    [{}, {"total": 90}, {"people": {}, "total": 3}, {"people": {cell_key(*cell): 1 for cell in REFERENCE_CELLS}}],
)
@pytest.mark.usefixtures("in_bensheim")
def test_what_can_be_is_stored(changed: dict[str, Any]) -> None:
    """Gaps, nobody in a group, a total alone; and the model's own check agrees with the database's."""
    stated(**changed).full_clean()
    stated(**changed).save()
    assert ReferencePopulation.objects.count() == 1
