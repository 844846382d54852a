"""``/needs`` with a token."""

from __future__ import annotations

from typing import Any

import pytest

from kisi.audit.models import Entry
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.notifications.models import Notice
from tenants.needs.models import Decision, Need
from tests.accounts import person
from tests.api.caller import Caller
from tests.api.v1.workspace.programs import LABEL, program

NEEDS = "/api/v1/needs"


@pytest.fixture
def caller(bensheim: MunicipalityRef) -> Caller:
    """A program with every scope."""
    return program(bensheim)


def wish(**more: Any) -> dict[str, Any]:
    """A need that is right in every part."""
    return {"title": "Deutschkurse am Abend", "topic": "language", **more}


def test_stated_changed_decided(caller: Caller, bensheim: MunicipalityRef) -> None:
    """Decisions carry the program's name, whoever is responsible is told, every step stands in the trail."""
    guide = person(bensheim, Role.GUIDE)
    made = caller("POST", NEEDS, wish(perspectives=["residents"], responsible=guide.pk, review_on="2027-05-01"))
    assert made.status == 201, made.text
    address = made.headers["Location"]
    assert (made.json["state"], made.json["urgency"]) == ("stated", "medium")
    assert made.json["responsible"] == {"id": guide.pk, "name": "Elif Demir"}
    read = caller("GET", address)
    changed = caller("PATCH", address, {"reach": 120, "review_on": None}, if_match=read.headers["ETag"])
    assert (changed.json["reach"], changed.json["review_on"], changed.json["perspectives"]) == (
        120,
        None,
        ["residents"],
    )
    assert caller("PATCH", address, {"reach": 7}, if_match=read.headers["ETag"]).status == 412
    step = {"state": "decided", "priority": "now", "reason": "Weil viele fragen."}
    decided = caller("POST", f"{address}/decisions", step, idempotency_key="k1")
    assert (decided.status, decided.json["state"], decided.json["priority"]) == (201, "decided", "now")
    assert decided.json["decisions"][0]["decided_by"] == LABEL
    assert caller("POST", f"{address}/decisions", step, idempotency_key="k1").json == decided.json
    with inside(realm_of(bensheim)):
        assert Decision.objects.count() == 2
        assert Notice.objects.filter(recipient=guide, kind="needs.decided").count() == 1
        trail = Entry.objects.filter(event__startswith="needs.").order_by("sequence")
        assert list(trail.values_list("event", "actor_label")) == [
            (f"needs.{what}", LABEL) for what in ("added", "changed", "decided")
        ]


def test_reading_stands_in_the_trail(caller: Caller, bensheim: MunicipalityRef) -> None:
    """People are named in it: one entry a call."""
    address = caller("POST", NEEDS, wish()).headers["Location"]
    assert caller("GET", NEEDS).json["count"] == 1
    caller("GET", address)
    with inside(realm_of(bensheim)):
        rows = Entry.objects.filter(event="api.needs_read").order_by("sequence")
        assert [(row.is_read, row.subject, row.details, row.actor_label) for row in rows] == [
            (True, "needs.need", {"rows": 1}, LABEL),
            (True, f"needs.need:{address.rpartition('/')[2]}", {}, LABEL),
        ]


def test_lists_are_filtered(caller: Caller) -> None:
    """By state and topic; a filter nobody knows is refused."""
    caller("POST", NEEDS, wish())
    caller("POST", NEEDS, wish(title="Wohnraum", topic="housing", is_draft=True))
    assert [row["title"] for row in caller("GET", NEEDS).json["results"]] == ["Wohnraum", "Deutschkurse am Abend"]
    assert caller("GET", f"{NEEDS}?state=draft").json["count"] == 1
    assert caller("GET", f"{NEEDS}?topic=language&state=draft").json["count"] == 0
    assert list(caller("GET", f"{NEEDS}?state=lost").codes) == ["?state"]
    assert list(caller("GET", f"{NEEDS}?responsible=1").codes) == ["?responsible"]


def test_removed_and_merged_ones_are_gone(caller: Caller, bensheim: MunicipalityRef) -> None:
    """As on screen."""
    one, other = (caller("POST", NEEDS, wish(title=title)).json["id"] for title in ("Eins", "Zwei"))
    with inside(realm_of(bensheim)):
        Need.objects.filter(pk=one).update(removed_at="2026-11-26T12:00Z")
        Need.objects.filter(pk=other).update(merged_into=one, merged_via=one)
    for key in (one, other):
        assert caller("GET", f"{NEEDS}/{key}").status == 404
        assert caller("PATCH", f"{NEEDS}/{key}", {"title": "x"}).status == 404
        assert caller("POST", f"{NEEDS}/{key}/decisions", {"state": "stated"}).status == 404
    assert caller("GET", NEEDS).json["count"] == 0


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"title": ""}, "/title"),
        ({"title": "x" * 151}, "/title"),
        ({"title": None}, "/title"),
        ({"topic": "weather"}, "/topic"),
        ({"perspectives": ["residents", "kings"]}, "/perspectives/1"),
        ({"reach": 0}, "/reach"),
        ({"reach": 1_000_001}, "/reach"),
        ({"reach": 1.5}, "/reach"),
        ({"urgency": ""}, "/urgency"),
        ({"responsible": 987654321}, "/responsible"),
        ({"review_on": "bald"}, "/review_on"),
        ({"is_draft": "nein"}, "/is_draft"),
        ({"state": "decided"}, "/state"),
        ({"priority": "now"}, "/priority"),
        ({"description": "x" * 4001}, "/description"),
    ],
)
def test_what_does_not_fit_is_named(caller: Caller, bensheim: MunicipalityRef, change: Any, pointer: str) -> None:
    """422 with a pointer; nothing is written."""
    answer = caller("POST", NEEDS, wish(**change))
    assert (answer.status, list(answer.codes)) == (422, [pointer]), answer.text
    with inside(realm_of(bensheim)):
        assert not Need.objects.exists()


def test_somebody_who_only_reads_cannot_be_responsible(caller: Caller, bensheim: MunicipalityRef) -> None:
    """The rule of the page."""
    auditor = person(bensheim, Role.AUDITOR)
    assert list(caller("POST", NEEDS, wish(responsible=auditor.pk)).codes) == ["/responsible"]


@pytest.mark.parametrize(
    ("step", "pointers"),
    [
        ({"state": "met", "reason": "x"}, {"/state"}),
        ({"state": "decided", "reason": "x"}, {"/priority"}),
        ({"state": "decided", "priority": "now"}, {"/reason"}),
        ({"state": "dropped"}, {"/reason"}),
        ({"state": "decided", "priority": "soon", "reason": "x"}, {"/priority"}),
        ({}, {"/state"}),
        ({"state": "dropped", "reason": "x", "decided_by": "Niemand"}, {"/decided_by"}),
    ],
)
def test_steps_that_do_not_follow(caller: Caller, step: Any, pointers: set[str]) -> None:
    """The rules of the page, with pointers."""
    address = caller("POST", NEEDS, wish()).headers["Location"]
    answer = caller("POST", f"{address}/decisions", step)
    assert (answer.status, set(answer.codes)) == (422, pointers), answer.text
    assert len(caller("GET", address).json["decisions"]) == 1
