"""What leaves the house while sheets still come: the report and published results move in steps."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.results.actions import publish
from tenants.results.computing.interim import coarse, stepped
from tenants.results.computing.tallies import WaveTally
from tenants.results.queries import result_of
from tenants.results.report import content_of
from tenants.surveys import actions
from tenants.surveys.checking import definition_of
from tenants.surveys.models import Wave
from tests.accounts import person, sign_in
from tests.tenants.results.waves import by_chance, ended, store, store_many, wave_of


def test_a_running_wave_is_reported_in_steps(bensheim: MunicipalityRef) -> None:
    """Nineteen sheets more change nothing; the exact numbers, which would show each of them, come at the end."""
    with inside(realm_of(bensheim)):
        wave = wave_of("residents")
        store_many(wave, 64)
        before = content_of([result_of(wave)])
        chance = random.Random(3)
        for _sheet in range(19):
            store(wave, by_chance(definition_of(wave.version), chance))
            assert content_of([result_of(wave)]) == before
        assert [before["figures"][0][part] for part in ("value", "note")] == ["60", "oder mehr Antwortbögen"]
        assert any("Zwischenstand" in sentence for sentence in before["method"])
        assert all(percent % 5 == 0 for percent in shares_of(before))

        store_many(wave, 3)
        moved = content_of([result_of(wave)])
        assert "80" in moved["figures"][0]["value"]
        assert shares_of(moved) != shares_of(before)
        assert all(percent % 5 == 0 for percent in shares_of(moved))

        exact = content_of([result_of(ended(wave))])
        assert [exact["figures"][0][part] for part in ("value", "note")] == ["86", "Antwortbögen"]
        assert not all(percent % 5 == 0 for percent in shares_of(exact))
        assert not any("Zwischenstand" in sentence for sentence in exact["method"])


def test_the_public_page_moves_in_the_same_steps(bensheim: MunicipalityRef) -> None:
    """Published again after one more sheet it says the same; after twenty it says something new."""

    def published(wave: Wave) -> dict[str, Any]:
        return publish(wave=wave, question_code="need_housing", by=SYSTEM).figures

    with inside(realm_of(bensheim)):
        wave = wave_of("residents")
        store(wave, *[{"need_housing": 3}] * 19, *[{"need_housing": 0}] * 19)
        first = published(wave)
        assert first["total"] == 20
        store(wave, *[{"need_housing": 3}] * 19)
        assert published(wave) == first
        store(wave, {"need_housing": 3})
        assert published(wave)["total"] == 40
        assert published(wave)["answers"] != first["answers"]
        assert published(ended(wave))["total"] == 50


def test_whoever_publishes_is_told(bensheim: MunicipalityRef, client_for: Any) -> None:
    """That the preview differs from the results, and why; of a wave that is over nothing is said."""
    coordinator = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    with inside(realm_of(bensheim)):
        wave = wave_of("residents")
        store(wave, *[{"need_housing": 3}] * 30)
    pages = [f"/ergebnisse/wellen/{wave.pk}/veroeffentlichen/{code}" for code in ("", "need_housing/")]
    told = "erst, wenn 20 weitere Antworten"
    assert [told in coordinator.get(page).content.decode() for page in pages] == [True, True]
    with inside(realm_of(bensheim)):
        ended(wave)
    assert [told in coordinator.get(page).content.decode() for page in pages] == [False, False]


def test_exact_numbers_would_show_a_sheet(bensheim: MunicipalityRef) -> None:
    """Rounding alone would, too: why the numbers of a running wave move in steps."""
    with inside(realm_of(bensheim)):
        wave = wave_of("residents")
        store_many(wave, 64)
        first = result_of(wave).counted
        store_many(wave, 1)
        second = result_of(wave).counted

    def shown(counted: WaveTally) -> list[dict[str, int]]:
        return [dict(one.counts) for one in coarse(stepped({}, counted), counted).tallies.values()]

    assert {code: one.counts for code, one in first.tallies.items()} != {
        code: one.counts for code, one in second.tallies.items()
    }
    assert shown(first) != shown(second)
    kept = stepped({}, first)
    assert stepped(kept, second) == kept


def test_a_reopened_wave_stays_rounded(bensheim: MunicipalityRef) -> None:
    """Ended, opened again, ended again: that would be two exact states."""
    with inside(realm_of(bensheim)):
        wave = wave_of("residents")
        actions.end_wave(wave=wave, by=SYSTEM)
        wave.refresh_from_db()
        assert wave.is_final
        actions.reopen_wave(wave=wave, closes_on=date(2027, 12, 31), by=SYSTEM)
        actions.end_wave(wave=wave, by=SYSTEM)
        wave.refresh_from_db()
        assert not wave.is_final


def test_fewer_sheets_than_a_step_are_no_number(bensheim: MunicipalityRef) -> None:
    """Neither how many, nor how many of how many people."""
    with inside(realm_of(bensheim)):
        wave = wave_of("residents")
        store_many(wave, 7)
        said = content_of([result_of(wave)])
    assert said["figures"][0]["value"] == "unter 20"
    assert "7" not in said["waves"][0]["lead"].replace("2027", "")
    assert said["waves"][0]["charts"] == said["waves"][0]["tables"] == []
    assert not any("je 1.000" in sentence for sentence in said["method"])


def shares_of(said: dict[str, Any]) -> list[int]:
    """Every share in the tables of a report."""
    rows = [row for wave in said["waves"] for table in wave["tables"] for row in table["rows"]]
    assert rows
    return [int(row[1].split()[0]) for row in rows]
