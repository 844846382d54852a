"""Keeping contact points and their hours up, with a token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kisi.audit.models import Entry
from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.contact_points.models import ContactPoint, HoursException, OfficeHours
from tests.api.caller import Caller
from tests.api.v1.workspace.programs import LABEL, host_of, program

POINTS = "/api/v1/contact-points"
TUESDAY = {"weekday": 2, "opens_at": "14:00", "closes_at": "16:00"}


@pytest.fixture
def caller(bensheim: MunicipalityRef) -> Caller:
    """A program with every scope."""
    return program(bensheim)


@pytest.fixture
def address(caller: Caller) -> str:
    """Where the main contact point is."""
    return caller("POST", POINTS, {"name": "Rathaus"}).headers["Location"]


def test_made_changed_removed(caller: Caller, bensheim: MunicipalityRef) -> None:
    """What it says is public at once; each step stands in the trail under the program's name."""
    stranger = Caller(host=host_of(bensheim))
    main = caller("POST", POINTS, {"name": "Rathaus"})
    assert (main.status, main.json["is_main"], main.json["is_visible"]) == (201, True, True)
    other = caller("POST", POINTS, {"name": "Treff", "is_visible": False, "languages": ["uk", "de"]})
    assert other.json["languages"] == ["de", "uk"]
    assert [row["name"] for row in stranger("GET", POINTS).json["results"]] == ["Rathaus"]
    address = other.headers["Location"]
    read = caller("GET", address)
    changed = caller("PATCH", address, {"is_visible": True, "phone": "06251 1"}, if_match=read.headers["ETag"])
    assert (changed.status, changed.json["phone"], changed.json["languages"]) == (200, "06251 1", ["de", "uk"])
    assert caller("PATCH", address, {"phone": ""}, if_match=read.headers["ETag"]).status == 412
    assert stranger("GET", POINTS).json["count"] == 2
    assert caller("PATCH", main.headers["Location"], {"is_main": False}).status == 409
    assert caller("DELETE", main.headers["Location"]).status == 409
    gone = caller("DELETE", address)
    assert (gone.status, gone.text) == (204, "")
    assert caller("DELETE", address).status == 404
    assert caller("GET", address).status == 404
    with inside(realm_of(bensheim)):
        trail = Entry.objects.filter(event__startswith="contact_points.").order_by("sequence")
        assert list(trail.values_list("event", "actor_label")) == [
            (f"contact_points.{what}", LABEL) for what in ("added", "added", "changed", "removed")
        ]


def test_weekly_hours_are_set_as_a_whole(caller: Caller, address: str, bensheim: MunicipalityRef) -> None:
    """Again the same changes nothing; an empty list takes all away."""
    thursday = TUESDAY | {"weekday": 4, "note": "mit Dolmetschen", "valid_from": "2026-01-01", "valid_until": None}
    for _twice in range(2):
        answer = caller("PUT", f"{address}/office-hours", {"office_hours": [thursday, TUESDAY]})
        assert [row["weekday"] for row in answer.json["office_hours"]] == [2, 4]
    with inside(realm_of(bensheim)):
        assert Entry.objects.filter(event="contact_points.hours_changed").count() == 1
    assert caller("PUT", f"{address}/office-hours", {"office_hours": []}).json["office_hours"] == []
    with inside(realm_of(bensheim)):
        assert not OfficeHours.objects.exists()


@pytest.mark.parametrize(
    ("lines", "pointers"),
    [
        ([TUESDAY, TUESDAY], {"/office_hours"}),
        ([TUESDAY | {"weekday": 8}], {"/office_hours/0/weekday"}),
        ([TUESDAY, TUESDAY | {"weekday": 3, "closes_at": "13:00"}], {"/office_hours/1/closes_at"}),
        ([TUESDAY | {"opens_at": "25:00"}], {"/office_hours/0/opens_at"}),
        ([TUESDAY | {"opens_at": 14}], {"/office_hours/0/opens_at"}),
        ([{"weekday": 2}], {"/office_hours/0/opens_at", "/office_hours/0/closes_at"}),
        ([TUESDAY | {"valid_from": "2026-02-01", "valid_until": "2026-01-01"}], {"/office_hours/0/valid_until"}),
        ([TUESDAY | {"DELETE": True}], {"/office_hours/0/DELETE"}),
        ([TUESDAY | {"id": 1}], {"/office_hours/0/id"}),
        ([TUESDAY] * 41, {"/office_hours"}),
        ("14-16", {"/office_hours"}),
        ([None], {"/office_hours/0"}),
    ],
)
def test_hours_that_do_not_fit(
    caller: Caller, address: str, bensheim: MunicipalityRef, lines: Any, pointers: set[str]
) -> None:
    """The rules of the page, with pointers; those of before stay."""
    caller("PUT", f"{address}/office-hours", {"office_hours": [TUESDAY]})
    answer = caller("PUT", f"{address}/office-hours", {"office_hours": lines})
    assert (answer.status, set(answer.codes)) == (422, pointers), answer.text
    with inside(realm_of(bensheim)):
        assert OfficeHours.objects.count() == 1


def test_exceptions(caller: Caller, address: str, bensheim: MunicipalityRef) -> None:
    """Added, refused where two contradict each other, removed."""
    day = timezone.localdate() + timedelta(days=7)
    other = {"kind": "different", "first_day": str(day), "opens_at": "09:00", "closes_at": "10:00", "reason": "Fest"}
    made = caller("POST", f"{address}/exceptions", other)
    assert (made.status, made.headers["Location"]) == (201, address)
    (exception,) = made.json["exceptions"]
    assert (exception["last_day"], exception["opens_at"]) == (str(day), "09:00")
    assert caller("POST", f"{address}/exceptions", other).codes == {"/first_day": "overlap"}
    for wrong, pointer in (
        ({"kind": "additional", "first_day": str(day)}, "/opens_at"),
        ({"kind": "closed", "first_day": str(day), "last_day": "2020-01-01"}, "/last_day"),
        ({"kind": "holiday", "first_day": str(day)}, "/kind"),
        ({"kind": "closed"}, "/first_day"),
        ({"kind": "closed", "first_day": str(day), "contact_point": 1}, "/contact_point"),
    ):
        answer = caller("POST", f"{address}/exceptions", wrong)
        assert answer.status == 422
        assert pointer in answer.codes, answer.text
    assert caller("DELETE", f"{address}/exceptions/{exception['id']}").status == 204
    assert caller("DELETE", f"{address}/exceptions/{exception['id']}").status == 404
    with inside(realm_of(bensheim)):
        assert HoursException.objects.filter(removed_at=None).count() == 0


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "/name"),
        ({"postal_code": "6462"}, "/postal_code"),
        ({"phone": "ruf an"}, "/phone"),
        ({"email": "keine"}, "/email"),
        ({"languages": ["klingonisch"]}, "/languages/0"),
        ({"order": -1}, "/order"),
        ({"order": 40_000}, "/order"),
        ({"is_main": 1}, "/is_main"),
        ({"removed_at": None}, "/removed_at"),
    ],
)
def test_what_does_not_fit_is_named(caller: Caller, bensheim: MunicipalityRef, change: Any, pointer: str) -> None:
    """422 with a pointer; nothing is written."""
    answer = caller("POST", POINTS, {"name": "Rathaus", **change})
    assert (answer.status, list(answer.codes)) == (422, [pointer]), answer.text
    with inside(realm_of(bensheim)):
        assert not ContactPoint.objects.exists()


def test_who_reads_needs_no_token_but_who_writes_does(caller: Caller, bensheim: MunicipalityRef) -> None:
    """One address, two doors; only the open one may be kept by others."""
    stranger = Caller(host=host_of(bensheim))
    assert stranger("POST", POINTS, {"name": "Rathaus"}).status == 401
    assert stranger("GET", POINTS).headers["Cache-Control"] == "public, max-age=300"
    made = caller("POST", POINTS, {"name": "Rathaus"})
    assert made.headers["Cache-Control"] == "no-store"
    assert made.headers["RateLimit-Policy"].startswith('"write"')
    assert stranger("PUT", POINTS, {}).status == 405
