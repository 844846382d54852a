"""``/waves/{wave}/results`` with a token: the numbers of the page's files, small cells protected, nothing else."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client as Browser

from kisi.audit.models import Entry
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.results.models import ResultsSettings
from tenants.surveys.models import Response, Wave
from tests.accounts import person, sign_in
from tests.api.caller import Caller
from tests.api.v1.workspace.programs import LABEL, program
from tests.tenants.results.waves import ended, store, store_many, wave_of

SECRET = "Zwetschgenkuchen im Amtsflur"


@pytest.fixture
def wave(bensheim: MunicipalityRef) -> Wave:
    """A wave with sheets by chance, and a free answer."""
    with inside(realm_of(bensheim)):
        found = wave_of("third_country_nationals")
        store_many(found, 60)
        open_question = next(one["code"] for one in questions_of(found) if one["type"] == "text")
        store(found, {open_question: SECRET})
        return ended(found)


def questions_of(wave: Wave) -> list[dict[str, Any]]:
    """Every question of the stored questionnaire."""
    pages = wave.version.definition["pages"]
    return [one for page in pages for group in page["groups"] for one in group["questions"]]


@pytest.fixture
def caller(bensheim: MunicipalityRef) -> Caller:
    """A program that may read results."""
    return program(bensheim, "results:read")


def test_numbers_are_those_of_the_pages_file(
    caller: Caller, wave: Wave, bensheim: MunicipalityRef, client_for: Any
) -> None:
    """Every number of the CSV of „Alle Zahlen“, and none beside it."""
    answer = caller("GET", f"/api/v1/waves/{wave.pk}/results")
    assert (answer.status, answer.json["sheets"]) == (200, 61)
    browser: Browser = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    page = browser.get(f"/ergebnisse/wellen/{wave.pk}/zahlen/?format=csv", secure=True)
    content = b"".join(page) if page.streaming else page.content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))[1:]
    in_file = {tuple(row[1:4]) for row in rows}
    told = {
        (question["code"], one["text"], "geschützt" if one["number"] is None else str(one["number"]))
        for question in answer.json["questions"]
        for one in question["answers"]
    }
    assert len(in_file & told) > 50
    assert {row for row in in_file if not row[1].startswith("(")} <= told


def test_nobody_gets_sheets_or_words(caller: Caller, wave: Wave, bensheim: MunicipalityRef) -> None:
    """No free answer, no key of a sheet, no week; those questions are only counted."""
    text = caller("GET", f"/api/v1/waves/{wave.pk}/results").text
    with inside(realm_of(bensheim)):
        keys = [str(key) for key in Response.objects.values_list("pk", flat=True)]
    assert SECRET not in text
    assert "Zwetschgen" not in text
    assert not [key for key in keys if key in text]
    assert "2026-09-07" not in text
    free = [one for one in caller("GET", f"/api/v1/waves/{wave.pk}/results").json["questions"] if one["type"] == "text"]
    assert free
    assert all(one["answers"] == [] for one in free)
    code = free[0]["code"]
    assert caller("GET", f"/api/v1/waves/{wave.pk}/results/crossing?question={code}&by=sex").codes == {
        "?question": "invalid_choice"
    }


def test_small_cells_are_protected_as_on_screen(caller: Caller, wave: Wave, bensheim: MunicipalityRef) -> None:
    """No number from 1 to the smallest - 1 in any cross-tab; some are protected, some are not."""
    with inside(realm_of(bensheim)):
        smallest = ResultsSettings.current().smallest_cell
    codes = [one["code"] for one in questions_of(wave) if one["type"] in {"single", "multi", "scale"}]
    cells = []
    for code in codes:
        for by in ("sex", "age_bracket", "language", "channel"):
            answer = caller("GET", f"/api/v1/waves/{wave.pk}/results/crossing?question={code}&by={by}")
            if answer.status == 404:  # questions about the person itself are not crossed
                assert answer.codes == {"?question": "invalid_choice"}
                continue
            assert answer.status == 200, answer.text
            assert answer.json["smallest_cell"] == smallest
            cells += [cell["number"] for row in answer.json["rows"] for cell in row["cells"]]
    assert None in cells
    assert [one for one in cells if one and one >= smallest]
    assert not [one for one in cells if one and one < smallest]


@pytest.mark.parametrize(
    ("query", "status", "pointers"),
    [
        ("", 400, {"?question", "?by"}),
        ("?question=nothing&by=sex", 404, {"?question"}),
        ("?question=nothing&by=week", 400, {"?by"}),
        ("?question=nothing&by=sex&sheet=1", 400, {"?sheet"}),
        ("?question=%00&by=sex", 400, {"?question"}),
    ],
)
def test_questions_that_do_not_fit(caller: Caller, wave: Wave, query: str, status: int, pointers: set[str]) -> None:
    """With every parameter that does not."""
    answer = caller("GET", f"/api/v1/waves/{wave.pk}/results/crossing{query}")
    assert (answer.status, set(answer.codes)) == (status, pointers), answer.text


def test_taking_numbers_stands_in_the_trail(caller: Caller, wave: Wave, bensheim: MunicipalityRef) -> None:
    """Each time, as a read, under the program's name; a refused one does not."""
    code = next(one["code"] for one in questions_of(wave) if one["type"] == "scale")
    caller("GET", f"/api/v1/waves/{wave.pk}/results")
    caller("GET", f"/api/v1/waves/{wave.pk}/results/crossing?question={code}&by=sex")
    caller("GET", f"/api/v1/waves/{wave.pk}/results/crossing?question=nothing&by=sex")
    with inside(realm_of(bensheim)):
        rows = Entry.objects.filter(event="api.results_read").order_by("sequence")
        assert [(row.is_read, row.subject, row.actor_label, row.details) for row in rows] == [
            (True, f"surveys.wave:{wave.pk}", LABEL, {"name": "Alle Zahlen"}),
            (True, f"surveys.wave:{wave.pk}", LABEL, {"name": "Kreuztabelle", "question": code, "by": "sex"}),
        ]


def test_no_cross_tab_while_sheets_come(caller: Caller, wave: Wave, bensheim: MunicipalityRef) -> None:
    """409 says from when on; once fixed it is the same for everybody, whatever becomes of the wave."""
    code = next(one["code"] for one in questions_of(wave) if one["type"] == "scale")
    with inside(realm_of(bensheim)):
        Wave.objects.filter(pk=wave.pk).update(state="running")
    address = f"/api/v1/waves/{wave.pk}/results/crossing?question={code}&by="
    answer = caller("GET", f"{address}sex")
    assert answer.status == 409
    assert "ab dem 15.01.2027" in answer.json["detail"]
    with inside(realm_of(bensheim)):
        ended(wave)
    fixed = caller("GET", f"{address}sex")
    assert (fixed.status, fixed.json["sheets"]) == (200, 61)
    with inside(realm_of(bensheim)):
        Wave.objects.filter(pk=wave.pk).update(state="running")
        store_many(wave, 3)
    assert caller("GET", f"{address}sex").json == fixed.json
    assert caller("GET", f"{address}channel").status == 409


def test_a_wave_in_preparation_has_no_results(caller: Caller, wave: Wave, bensheim: MunicipalityRef) -> None:
    """404 as on screen."""
    with inside(realm_of(bensheim)):
        Wave.objects.filter(pk=wave.pk).update(state="planned")
    assert caller("GET", f"/api/v1/waves/{wave.pk}/results").status == 404
