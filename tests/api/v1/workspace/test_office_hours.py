"""``/contact-points``, ``/office-hours`` and ``/office-hours.ics`` on a municipality's host, without a token."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from dateutil.rrule import rrulestr
from django.conf import settings

from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.contact_points import actions
from tenants.contact_points.models import ContactPoint, HoursException, OfficeHours
from tenants.contact_points.queries import visible_contact_points
from tests.api.caller import Caller

BERLIN = ZoneInfo("Europe/Berlin")
NOW = "2026-11-25 09:00 +01:00"


def week(point: ContactPoint, *weekdays: int, **more: Any) -> None:
    """Open 14 to 16 on these days of the week."""
    hours = [OfficeHours(weekday=day, opens_at=time(14), closes_at=time(16), **more) for day in weekdays]
    actions.set_office_hours(contact_point=point, hours=hours, by=SYSTEM)


def exception(point: ContactPoint, kind: str, first: date, last: date) -> None:
    """From 9 to 10, unless closed."""
    times = {} if kind == "closed" else {"opens_at": time(9), "closes_at": time(10)}
    row = HoursException(contact_point=point, kind=kind, first_day=first, last_day=last, reason="Grund", **times)
    actions.add_exception(exception=row, by=SYSTEM)


@pytest.fixture
def caller(bensheim: MunicipalityRef) -> Caller:
    """Bensheim with one main contact point, open Tuesday and Thursday; a stranger who asks its host."""
    with inside(realm_of(bensheim)), time_machine.travel(NOW):
        point = ContactPoint(name="Integrationszentrum", street="Hauptstraße 53", postal_code="64625", place="Bensheim")
        week(actions.add_contact_point(contact_point=point, by=SYSTEM), 2, 4)
    return Caller(host=f"bensheim.{settings.KISI_BASE_DOMAIN}")


def test_contact_points(caller: Caller, bensheim: MunicipalityRef) -> None:
    """One and three, with hours and exceptions; hidden ones are not there; pages lead to each other on this host."""
    answer = caller("GET", "/api/v1/contact-points")
    assert (answer.status, answer.json["count"]) == (200, 1)
    (found,) = answer.json["results"]
    assert found["name"] == "Integrationszentrum"
    assert found["office_hours"][0] == {
        "weekday": 2, "opens_at": "14:00", "closes_at": "16:00", "note": "", "valid_from": None, "valid_until": None,
    }  # fmt: skip
    with inside(realm_of(bensheim)):
        for name in ("Rathaus", "Treff"):
            actions.add_contact_point(contact_point=ContactPoint(name=name), by=SYSTEM)
        actions.add_contact_point(contact_point=ContactPoint(name="Verborgen", is_visible=False), by=SYSTEM)
    answer = caller("GET", "/api/v1/contact-points?limit=2&offset=1")
    assert [row["name"] for row in answer.json["results"]] == ["Rathaus", "Treff"]
    assert answer.json["previous"].startswith(f"http://bensheim.{settings.KISI_BASE_DOMAIN}")
    assert "Verborgen" not in caller("GET", "/api/v1/contact-points").text


def test_office_hours_take_exceptions_into_account(caller: Caller, bensheim: MunicipalityRef) -> None:
    """Across the change of clocks, with the offset of each day."""
    with inside(realm_of(bensheim)):
        point = ContactPoint.objects.get()
        exception(point, "closed", date(2027, 3, 25), date(2027, 3, 25))
        exception(point, "additional", date(2027, 3, 26), date(2027, 3, 26))
    answer = caller("GET", "/api/v1/office-hours?first_day=2027-03-23&last_day=2027-03-30")
    assert [(row["starts_at"], row["is_exception"]) for row in answer.json["results"]] == [
        ("2027-03-23T14:00:00+01:00", False),
        ("2027-03-26T09:00:00+01:00", True),
        ("2027-03-30T14:00:00+02:00", False),
    ]
    assert answer.json["results"][0]["contact_point"] == {"id": point.pk, "name": "Integrationszentrum"}
    one = caller("GET", f"/api/v1/office-hours?first_day=2027-03-23&last_day=2027-03-23&contact_point={point.pk}")
    assert one.json["count"] == 1
    with time_machine.travel(NOW):
        assert caller("GET", "/api/v1/office-hours").json["count"] == 8


def test_everybody_may_read_and_keep_it(caller: Caller) -> None:
    """CORS, ETag, 304; no cookie; nothing but GET."""
    for path in ("contact-points", "office-hours", "office-hours.ics"):
        answer = caller("GET", f"/api/v1/{path}", origin="https://www.bensheim.example")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert "Set-Cookie" not in answer.headers
        assert "RateLimit" in answer.headers
        again = caller("GET", f"/api/v1/{path}", if_none_match=answer.headers["ETag"])
        assert (again.status, again.text) == (304, "")
        assert caller("PUT", f"/api/v1/{path}", {}).status == 405
        assert caller("OPTIONS", f"/api/v1/{path}").status == 405


@pytest.mark.parametrize(
    ("query", "status", "pointer"),
    [
        ("first_day=gestern", 400, "?first_day"),
        ("first_day=0001-01-01", 400, "?first_day"),
        ("first_day=2099-12-31", 400, "?last_day"),
        ("last_day=9999-12-31", 400, "?last_day"),
        ("first_day=2026-11-25&last_day=2026-11-24", 400, "?last_day"),
        ("first_day=2026-11-25&last_day=2028-11-24", 400, "?last_day"),
        ("contact_point=x", 400, "?contact_point"),
        ("contact_point=99999999999999999999", 400, "?contact_point"),
        ("limit=0", 400, "?limit"),
        ("tag=1", 400, "?tag"),
        ("contact_point=987654321", 404, None),
        ("first_day=%00", 400, "?first_day"),
    ],
)
def test_bad_questions(caller: Caller, query: str, status: int, pointer: str | None) -> None:
    """A problem that names the parameter; a website's script may read it too."""
    answer = caller("GET", f"/api/v1/office-hours?{query}")
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    if pointer:
        assert pointer in answer.codes


def test_description_and_unknown_addresses(caller: Caller) -> None:
    """OpenAPI for this host, a readable page, and problems for everything else."""
    document = caller("GET", "/api/v1/openapi.json").json
    open_to_all = {
        path for path, methods in document["paths"].items() if methods.get("get", {}).get("security") == [{}]
    }
    assert sorted(open_to_all) == [
        "/api/v1/contact-points", "/api/v1/office-hours", "/api/v1/office-hours.ics",
    ]  # fmt: skip
    assert "401" not in document["paths"]["/api/v1/contact-points"]["get"]["responses"]
    assert "Sprechzeiten" in caller("GET", "/api/v1/docs").text
    assert caller("GET", "/api/v1/municipalities").status == 404


def test_a_flood_is_turned_away(caller: Caller, settings: Any) -> None:
    """Each address has its quota."""
    settings.KISI_API_OPEN_READS_PER_MINUTE = 3
    assert [caller("GET", "/api/v1/contact-points").status for _number in range(5)][-1] == 429


def expanded(calendar: bytes, first: date, last: date) -> list[tuple[datetime, datetime]]:
    """What a calendar program shows, by an expansion that is not ours."""
    start, end = (datetime.combine(day, time(), tzinfo=BERLIN) for day in (first, last + timedelta(days=1)))
    found = []
    for event in icalendar.Calendar.from_ical(calendar).walk("VEVENT"):
        begins, length = event["DTSTART"].dt, event["DTEND"].dt - event["DTSTART"].dt
        days = [begins]
        if "RRULE" in event:
            days = rrulestr(event["RRULE"].to_ical().decode(), dtstart=begins).between(start, end, inc=True)
        out = {moment.dt.astimezone(UTC) for moment in event["EXDATE"].dts} if "EXDATE" in event else set()
        found += [(day, day + length) for day in days if day.astimezone(UTC) not in out and start <= day < end]
    return sorted((one.astimezone(UTC), other.astimezone(UTC)) for one, other in found)


def test_the_calendar_says_the_same_as_the_page(caller: Caller, bensheim: MunicipalityRef) -> None:
    """Every kind of exception, a season, over a year with both changes of clocks."""
    with inside(realm_of(bensheim)), time_machine.travel(NOW):
        point = ContactPoint.objects.get()
        exception(point, "closed", date(2026, 12, 22), date(2027, 1, 5))
        exception(point, "different", date(2027, 2, 1), date(2027, 2, 14))
        exception(point, "additional", date(2026, 12, 21), date(2026, 12, 23))
        season = actions.add_contact_point(contact_point=ContactPoint(name="Sommertreff;,\r\nX"), by=SYSTEM)
        week(season, 6, valid_from=date(2027, 3, 1), valid_until=date(2027, 10, 30))
        first, last = date(2026, 11, 26), date(2027, 11, 30)
        expected = sorted(
            (session.starts_at, session.ends_at)
            for found in visible_contact_points()
            for session in found.schedule.sessions_between(first, last)
        )
        content = caller("GET", "/api/v1/office-hours.ics").text
        assert caller("GET", "/office-hours.ics").text == content
    assert len(expected) > 100
    assert expanded(content.encode(), first, last) == expected
    assert content.count("BEGIN:VEVENT") == len(icalendar.Calendar.from_ical(content).walk("VEVENT"))
    assert "BEGIN:VTIMEZONE" in content


def test_the_calendar_stays_the_same_until_something_changes(caller: Caller, bensheim: MunicipalityRef) -> None:
    """Its tag too, days later; a subscribed event keeps its name when its hours change."""
    with time_machine.travel(NOW):
        first = caller("GET", "/office-hours.ics")
    with time_machine.travel("2026-11-30 09:00 +01:00"):
        assert caller("GET", "/office-hours.ics").headers["ETag"] == first.headers["ETag"]
        with inside(realm_of(bensheim)):
            row = OfficeHours.objects.get(weekday=2)
            row.closes_at = time(17)
            rest = list(OfficeHours.objects.exclude(pk=row.pk))
            actions.set_office_hours(contact_point=row.contact_point, hours=[row, *rest], by=SYSTEM)
        second = caller("GET", "/office-hours.ics")
    assert second.headers["ETag"] != first.headers["ETag"]
    names = [line for line in first.text.splitlines() if line.startswith("UID:")]
    assert names == [line for line in second.text.splitlines() if line.startswith("UID:")]
    assert names[0].endswith(f"@bensheim.{settings.KISI_BASE_DOMAIN}")
