"""What people say about themselves stays secret where so few say it that it points at somebody."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from shared.instruments.definition import parse
from tenants.results.computing.persons import hidden_answers
from tenants.results.computing.tallies import Tally
from tests.accounts import person, sign_in
from tests.api.v1.workspace.programs import program
from tests.tenants.results.waves import content, store, wave_of

DEFINITION = parse(content("third_country_nationals"))
SMALLEST = 5


def tally_of(code: str, counts: dict[str, int], *, silent: int = 0) -> Tally:
    """What a question came to."""
    answered = sum(counts.values())
    return Tally(DEFINITION.question(code), answered + silent, 0, answered, 0, counts)


@pytest.mark.parametrize(
    ("counts", "silent", "secret"),
    [
        pytest.param({"w": 30, "m": 20, "na": 9}, 4, set(), id="nothing_small"),
        pytest.param({"w": 30, "m": 20, "d": 2, "na": 9}, 0, {"d", "na"}, id="with_the_next_smallest"),
        # The return shows „keine Angabe“ and silence as one number: with 60 of them it is not the smallest there.
        pytest.param({"w": 30, "m": 20, "d": 2, "na": 9}, 60, {"d", "m"}, id="the_same_as_in_the_return"),
        pytest.param({"w": 30, "m": 3, "d": 2, "na": 9}, 0, {"m", "d"}, id="two_small_ones_cover_each_other"),
    ],
)
def test_which_are_secret(counts: dict[str, int], silent: int, secret: set[str]) -> None:
    assert hidden_answers(tally_of("sex", counts, silent=silent), SMALLEST) == secret


def test_only_what_is_about_the_person() -> None:
    assert not hidden_answers(tally_of("need_housing", {"0": 1, "3": 40}), SMALLEST)


def test_protected_on_the_page_in_the_file_and_for_programs(bensheim: MunicipalityRef, client_for: Any) -> None:
    """The return says „geschützt“; the same number stands nowhere else either."""
    with inside(realm_of(bensheim)):
        wave = wave_of("third_country_nationals")
        store(wave, *[{"sex": "w"}] * 12, *[{"sex": "m"}] * 9, *[{"sex": "d"}] * 2, *[{"sex": "na"}] * 6)
    guide: Client = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    page = BeautifulSoup(guide.get(f"/ergebnisse/wellen/{wave.pk}/").content, "html.parser")
    found = page.find(id="frage-sex")
    assert found
    lines = {row.th.get_text(" ", strip=True): row.find_all("td")[1].get_text(strip=True) for row in found("tr")}
    assert {name.split(" ")[0]: value for name, value in lines.items()} == {
        "weiblich": "41\u00a0%",
        "männlich": "31\u00a0%",
        "divers": "geschützt",
        "keine": "geschützt",
    }
    assert "weniger als 5 Bögen" in found.get_text(" ")

    numbers = guide.get(f"/ergebnisse/wellen/{wave.pk}/zahlen/?format=csv").content.decode("utf-8-sig")
    assert '"sex";"divers";"geschützt";"";"";""' in numbers
    assert '"sex";"weiblich";"12";"41"' in numbers

    told = program(bensheim, "results:read")("GET", f"/api/v1/waves/{wave.pk}/results").json
    (sex,) = (one for one in told["questions"] if one["code"] == "sex")
    assert {one["value"]: (one["number"], one["share"] is None) for one in sex["answers"]} == {
        "w": (12, False),
        "m": (9, False),
        "d": (None, True),
        "na": (None, True),
    }
