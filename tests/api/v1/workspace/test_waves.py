"""``/surveys`` and ``/waves`` with a token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kisi.audit.models import Entry
from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.access_tokens.models import KeptAnswer
from tenants.instruments.models import InstrumentVersion
from tenants.surveys.models import Wave
from tests.api.caller import Caller
from tests.api.v1.workspace.programs import LABEL, program
from tests.tenants.surveys.test_groups import asks_who, give
from tests.tenants.surveys.waves import open_wave, version

WAVES = "/api/v1/waves"


@pytest.fixture
def caller(bensheim: MunicipalityRef) -> Caller:
    """A program with every scope."""
    return program(bensheim)


@pytest.fixture
def asked(bensheim: MunicipalityRef) -> InstrumentVersion:
    """A released questionnaire."""
    with inside(realm_of(bensheim)):
        return version()


def wish(asked: InstrumentVersion, **more: Any) -> dict[str, Any]:
    """A wave from today on that is right in every part."""
    today = timezone.localdate()
    return {
        "title": "Herbst 2026",
        "survey": asked.instrument_id,
        "opens_on": str(today),
        "closes_on": str(today + timedelta(days=20)),
        "channels": ["paper", "link"],
        "targets": {"total": 200, "language": {"uk": 40, "de-simple": 5}, "channel": {"paper": 30}},
        **more,
    }


def test_the_whole_life_of_a_wave(caller: Caller, asked: InstrumentVersion, bensheim: MunicipalityRef) -> None:
    """Planned, changed, released, ended, opened again; every step stands in the trail under the program's name."""
    made = caller("POST", WAVES, wish(asked))
    assert made.status == 201, made.text
    address = made.headers["Location"]
    wave = made.json
    assert (wave["state"], wave["channels"], wave["survey"]["version"]) == ("planned", ["link", "paper"], 1)
    assert wave["targets"] == {"total": 200, "language": {"uk": 40, "de-simple": 5}, "channel": {"paper": 30}}
    assert wave["public_url"].startswith("http://bensheim.kisi.localhost:8000/u/")
    read = caller("GET", address)
    assert read.json == wave
    changed = caller("PATCH", address, {"title": "Winter", "targets": {}}, if_match=read.headers["ETag"])
    assert (changed.status, changed.json["title"], changed.json["targets"]) == (200, "Winter", {})
    assert changed.headers["ETag"] == caller("GET", address).headers["ETag"] != read.headers["ETag"]
    assert caller("PATCH", address, {"title": "Sommer"}, if_match=read.headers["ETag"]).status == 412
    assert caller("POST", f"{address}/end", {}).status == 409
    assert caller("POST", f"{address}/release", {}).json["standing"] == "open"
    assert caller("POST", f"{address}/release", {}).status == 409
    assert caller("PATCH", address, {"opens_on": "2026-01-01"}).status == 409
    assert caller("POST", f"{address}/end").json["state"] == "ended"
    assert caller("PATCH", address, {"title": "Sommer"}).status == 409
    assert caller("POST", f"{address}/reopen", {"closes_on": "2020-01-01"}).status == 409
    day = str(timezone.localdate() + timedelta(days=30))
    assert caller("POST", f"{address}/reopen", {"closes_on": day}).json["closes_on"] == day
    with inside(realm_of(bensheim)):
        trail = Entry.objects.filter(event__startswith="surveys.").order_by("sequence")
        assert list(trail.values_list("event", "actor_kind", "actor_label")) == [
            (f"surveys.wave_{what}", "client", LABEL)
            for what in ("created", "changed", "released", "ended", "reopened")
        ]
        assert Wave.objects.get().created_by == LABEL


def test_lists(caller: Caller, bensheim: MunicipalityRef, asked: InstrumentVersion) -> None:
    """Paged, the newest first, on this host; without what nobody asked for."""
    with inside(realm_of(bensheim)):
        today = timezone.localdate()
        for days in (3, 2, 1):
            open_wave(asked, title=f"vor {days}", opens_on=today - timedelta(days=days))
    answer = caller("GET", f"{WAVES}?limit=2")
    assert [row["title"] for row in answer.json["results"]] == ["vor 1", "vor 2"]
    assert answer.json["count"] == 3
    assert answer.json["next"] == "http://bensheim.kisi.localhost:8000/api/v1/waves?limit=2&offset=2"
    assert answer.json["results"][0]["responses"] == 0
    assert caller("GET", f"{WAVES}?limit=0").codes == {"?limit": "min_value"}
    assert caller("GET", f"{WAVES}?state=open").codes == {"?state": "unknown"}


def test_questionnaires(caller: Caller, asked: InstrumentVersion, bensheim: MunicipalityRef) -> None:
    """The list, one with its versions, a version with what it asks."""
    (found,) = caller("GET", "/api/v1/surveys").json["results"]
    assert (found["title"], found["newest_released"], found["draft"]) == ("Probe", 1, None)
    one = caller("GET", f"/api/v1/surveys/{found['id']}").json
    assert [row["number"] for row in one["versions"]] == [1]
    whole = caller("GET", f"/api/v1/surveys/{found['id']}/versions/1").json
    assert whole["definition"]["family"] == "probe"
    assert caller("GET", f"/api/v1/surveys/{found['id']}/versions/2").status == 404


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"title": ""}, "/title"),
        ({"title": "x" * 201}, "/title"),
        ({"title": 7}, "/title"),
        ({"title": "a\x00b"}, "/title"),
        ({"survey": 987654321}, "/survey"),
        ({"survey": "1"}, "/survey"),
        ({"survey": True}, "/survey"),
        ({"survey": 2**70}, "/survey"),
        ({"version": 2}, "/version"),
        ({"opens_on": "26.11.2026"}, "/opens_on"),
        ({"opens_on": 20261126}, "/opens_on"),
        ({"closes_on": "2020-01-01"}, "/closes_on"),
        ({"channels": []}, "/channels"),
        ({"channels": ["post"]}, "/channels/0"),
        ({"channels": "link"}, "/channels"),
        ({"targets": {"total": 0}}, "/targets/total"),
        ({"targets": {"total": "7"}}, "/targets/total"),
        ({"targets": {"channel": {"post": 1}}}, "/targets/channel/post"),
        ({"targets": {"language": {"uk": -1}}}, "/targets/language/uk"),
        ({"targets": {"nationality": {"f": 1}}}, "/targets/nationality"),
        ({"targets": {"sex": {"f": 5}}}, "/targets/sex/f"),
        ({"state": "running"}, "/state"),
    ],
)
def test_what_does_not_fit_is_named(
    caller: Caller, asked: InstrumentVersion, bensheim: MunicipalityRef, change: Any, pointer: str
) -> None:
    """422 with a pointer and a German sentence; nothing is written."""
    answer = caller("POST", WAVES, wish(asked, **change))
    assert (answer.status, list(answer.codes)) == (422, [pointer]), answer.text
    with inside(realm_of(bensheim)):
        assert not Wave.objects.exists()


def test_a_draft_cannot_be_asked(caller: Caller, bensheim: MunicipalityRef) -> None:
    """Neither by its number nor as the newest."""
    with inside(realm_of(bensheim)):
        draft = version(released=False)
    for more in ({}, {"version": 1}):
        answer = caller("POST", WAVES, wish(draft, **more))
        assert (answer.status, list(answer.codes)) == (422, ["/version"]), answer.text


def test_a_repeated_request_does_nothing_again(
    caller: Caller, asked: InstrumentVersion, bensheim: MunicipalityRef
) -> None:
    """Same key: same answer; another body: refused; another program: its own key; a refusal is not kept."""
    first = caller("POST", WAVES, wish(asked), idempotency_key="k1")
    again = caller("POST", WAVES, wish(asked), idempotency_key="k1")
    assert (again.status, again.json) == (201, first.json)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    assert caller("POST", WAVES, wish(asked, title="Anders"), idempotency_key="k1").status == 409
    assert program(bensheim)("POST", WAVES, wish(asked), idempotency_key="k1").json["id"] != first.json["id"]
    assert caller("POST", WAVES, wish(asked, title=""), idempotency_key="k2").status == 422
    assert caller("POST", WAVES, wish(asked), idempotency_key="k2").status == 201
    with inside(realm_of(bensheim)):
        assert (Wave.objects.count(), KeptAnswer.objects.count()) == (3, 3)


def test_numbers_wished_for_by_group(caller: Caller, asked: InstrumentVersion, bensheim: MunicipalityRef) -> None:
    """As the page has them; only where the questionnaire asks for the group."""
    refused = caller("POST", WAVES, wish(asked, targets={"sex": {"w": 20}, "age_bracket": {"18_60": 5}}))
    assert (refused.status, set(refused.codes)) == (422, {"/targets/sex/w", "/targets/age_bracket/18_60"})
    assert set(caller("POST", WAVES, wish(asked, targets={"sex": {"na": 20}})).codes) == {"/targets/sex/na"}
    with inside(realm_of(bensheim)):
        who = asks_who()
    targets = {"total": 90, "language": {"de-simple": 5}, "sex": {"w": 20}, "age_bracket": {"18_60": 5, "o60": 4}}
    made = caller("POST", WAVES, wish(who, targets=targets))
    assert (made.status, made.json["targets"]) == (201, targets)
    address = made.headers["Location"]
    assert caller("PATCH", address, {"title": "Winter"}).json["targets"] == targets


def test_the_return_by_group_protects_small_numbers(caller: Caller, bensheim: MunicipalityRef) -> None:
    """As on the wave's page: null where a number is small, or would give a small one away."""
    with inside(realm_of(bensheim)):
        wave = open_wave(asks_who())
        give(wave, 9, sex="w", age_bracket="18_60")
        give(wave, 6, sex="m", age_bracket="18_60")
        give(wave, 1, sex="d", age_bracket="18_60")
        silent = open_wave()
    returned = caller("GET", f"{WAVES}/{wave.pk}").json["returned"]
    assert returned["by_sex"] == {"w": 9, "m": None, "d": None, "na": 0}
    assert returned["by_age_bracket"]["18_60"] == 16
    assert "by_sex" not in caller("GET", f"{WAVES}/{silent.pk}").json["returned"]
