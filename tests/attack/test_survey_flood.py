"""T42: floods, bots and replays of a survey, against the limits a town has as long as nobody changes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.participation import limits
from tenants.participation.models import ParticipationDraft
from tenants.surveys.models import SurveySettings, Wave
from tests.attack.conftest import effort
from tests.tenants.participation.visitor import Visitor
from tests.tenants.surveys.waves import open_wave

pytestmark = pytest.mark.attack

ACCEPTED, TOO_MANY = 302, 429
WAVE_STARTS = effort("KISI_ATTACK_WAVE_STARTS", 60)
BEYOND = 15
"""So many more than allowed are tried."""
ClientFor = Callable[..., Client]


@pytest.fixture
def waves(bensheim: MunicipalityRef, butzbach: MunicipalityRef) -> dict[MunicipalityRef, Wave]:
    """An open wave in two towns, nothing set."""
    found = {}
    for town in (bensheim, butzbach):
        with inside(realm_of(town)):
            cache.clear()
            found[town] = open_wave()
            assert not SurveySettings.objects.exists()
    return found


def begun(town: MunicipalityRef) -> int:
    with inside(realm_of(town)):
        return ParticipationDraft.objects.count()


def begin_many(client: Client, wave: Wave, number: int, networks: Callable[[int], str]) -> Counter[int]:
    """The statuses of so many beginnings, each from the address ``networks`` gives."""
    page = Visitor(client, wave)
    page.open("beginnen/de/")
    form = {field["name"]: field.get("value", "") for field in page.page.select("main form input[type=hidden]")}
    statuses = Counter[int]()
    for at in range(number):
        answer = client.post(page.url, {**form, "consent": "yes"}, REMOTE_ADDR=networks(at))
        statuses[answer.status_code] += 1
    return statuses


def test_a_network_that_floods_is_stopped_and_nobody_else(
    bensheim: MunicipalityRef, butzbach: MunicipalityRef, waves: dict[MunicipalityRef, Wave], client_for: ClientFor
) -> None:
    """With the defaults: exactly the allowed number begins; a neighbour's network and another town do not notice."""
    allowed = SurveySettings().starts_per_hour
    flood = begin_many(client_for(bensheim), waves[bensheim], allowed + BEYOND, lambda at: f"198.51.100.{at % 200}")
    assert flood == {ACCEPTED: allowed, TOO_MANY: BEYOND}, "one network: its last number changes, as a botnet's would"
    assert begun(bensheim) == allowed
    assert begin_many(client_for(bensheim), waves[bensheim], 1, lambda _at: "203.0.113.9") == {ACCEPTED: 1}
    assert begin_many(client_for(butzbach), waves[butzbach], 1, lambda _at: "198.51.100.1") == {ACCEPTED: 1}


def test_many_networks_together_are_stopped_for_the_wave(
    bensheim: MunicipalityRef, butzbach: MunicipalityRef, waves: dict[MunicipalityRef, Wave], client_for: ClientFor
) -> None:
    """Every request from another network; the wave's own limit holds (smaller every day, so that it is reached soon).

    ``KISI_ATTACK_WAVE_STARTS=0`` takes the one that a town has as long as nobody changes it.
    """
    allowed = WAVE_STARTS or SurveySettings().wave_starts_per_hour
    if WAVE_STARTS:
        with inside(realm_of(bensheim)):
            SurveySettings.objects.create(wave_starts_per_hour=allowed)
    flood = begin_many(
        client_for(bensheim), waves[bensheim], allowed + BEYOND, lambda at: f"198.{18 + at // 256}.{at % 256}.1"
    )
    assert flood == {ACCEPTED: allowed, TOO_MANY: BEYOND}
    assert begun(bensheim) == allowed
    assert begin_many(client_for(butzbach), waves[butzbach], 1, lambda _at: "198.18.1.1") == {ACCEPTED: 1}


def test_a_planted_hole_is_found(
    bensheim: MunicipalityRef,
    waves: dict[MunicipalityRef, Wave],
    client_for: ClientFor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Limits counted by whole addresses instead of networks let the flood through."""
    monkeypatch.setattr(limits, "PREFIX_V4", 32)
    number = SurveySettings().starts_per_hour + BEYOND
    flood = begin_many(client_for(bensheim), waves[bensheim], number, lambda at: f"198.51.100.{at % 200}")
    assert flood == {ACCEPTED: number}


def test_programs_and_replays_begin_nothing(
    bensheim: MunicipalityRef, waves: dict[MunicipalityRef, Wave], client_for: ClientFor
) -> None:
    """The trap filled, the stamp of another wave, no stamp: refused with the form, nothing stored."""
    client, wave = client_for(bensheim), waves[bensheim]
    with inside(realm_of(bensheim)):
        other = open_wave()
    page = Visitor(client, other)
    page.open("beginnen/de/")
    foreign = page.page.select_one("input[name=stamp]")["value"]
    tricks: list[dict[str, Any]] = [{"stamp": foreign}, {}, {"stamp": "forged"}]
    for trick in [*tricks, {"stamp": foreign, "website": "https://example.org"}]:
        answer = client.post(f"/u/{wave.token}/beginnen/de/", {"consent": "yes", **trick})
        assert answer.status_code == 422
    assert begun(bensheim) == 0
