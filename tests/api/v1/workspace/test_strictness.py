"""What no program may do, at every operation: assign what is not its own (T23), reach foreign things (T05, T06)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from api.documentation.views import workspace_document
from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef, inside, realm_of
from tenants.contact_points.actions import add_contact_point, add_exception
from tenants.contact_points.models import ContactPoint, HoursException
from tenants.needs.actions import add_need
from tenants.needs.models import Need
from tests.api.caller import Caller
from tests.api.v1.workspace.programs import program
from tests.api.v1.workspace.test_scopes import OPERATIONS
from tests.tenants.surveys.waves import open_wave

SMUGGLED = {
    "id": 1, "pk": 1, "tenant": "butzbach", "role": "coordinator", "is_staff": True, "is_superuser": True,
    "created_by": "Niemand", "by": "Niemand", "removed_at": None, "token": "abc", "issued_by": 1, "state_": "met",
}  # fmt: skip
MODELS = {"waves": ("surveys.Wave",), "needs": ("needs.Need", "needs.Decision"), "contact-points": (
    "contact_points.ContactPoint", "contact_points.OfficeHours", "contact_points.HoursException",
)}  # fmt: skip


@pytest.fixture
def things(bensheim: MunicipalityRef) -> dict[str, int]:
    """One of each kind in Bensheim: name in the address → key."""
    with inside(realm_of(bensheim)):
        wave = open_wave()
        need = add_need(need=Need(title="Kurse am Abend", topic="language"), by=SYSTEM)
        point = add_contact_point(contact_point=ContactPoint(name="Rathaus"), by=SYSTEM)
        day = timezone.localdate() + timedelta(days=9)
        closed = HoursException(contact_point=point, kind="closed", first_day=day, last_day=day)
        exception = add_exception(exception=closed, by=SYSTEM)
        return {
            "survey": wave.version.instrument_id, "number": 1, "wave": wave.pk, "need": need.pk,
            "contact_point": point.pk, "exception": exception.pk,
        }  # fmt: skip


def bodies(things: dict[str, int]) -> dict[tuple[str, str], dict[str, Any]]:
    """Operation → a body that is right in every part."""
    today = timezone.localdate()
    wave = {
        "title": "Frühjahr",
        "survey": things["survey"],
        "opens_on": str(today),
        "closes_on": str(today + timedelta(days=9)),
        "channels": ["link"],
    }
    hours = {"weekday": 2, "opens_at": "14:00", "closes_at": "16:00"}
    point = "contact-points/<int:contact_point>"
    return {
        ("POST", "waves"): wave,
        ("PATCH", "waves/<int:wave>"): {"title": "Anders"},
        ("POST", "waves/<int:wave>/release"): {},
        ("POST", "waves/<int:wave>/end"): {},
        ("POST", "waves/<int:wave>/reopen"): {"closes_on": str(today + timedelta(days=3))},
        ("POST", "needs"): {"title": "Wohnraum", "topic": "housing"},
        ("PATCH", "needs/<int:need>"): {"title": "Anders"},
        ("POST", "needs/<int:need>/decisions"): {"state": "decided", "priority": "now", "reason": "Weil."},
        ("POST", "contact-points"): {"name": "Treff"},
        ("PATCH", point): {"name": "Anders"},
        ("PUT", f"{point}/office-hours"): {"office_hours": [hours]},
        ("POST", f"{point}/exceptions"): {"kind": "closed", "first_day": str(today)},
    }


def everything(town: MunicipalityRef) -> list[Any]:
    """All rows a program could change, as they are."""
    with inside(realm_of(town)):
        found: list[Any] = []
        for label in ("surveys.Wave", "needs.Need", "needs.Decision", "contact_points.ContactPoint",
                      "contact_points.OfficeHours", "contact_points.HoursException", "audit.Entry"):  # fmt: skip
            model: type[Model] = apps.get_model(label)
            rows = model._default_manager.order_by("pk")
            found.append([row for row in rows.values() if not row.get("is_read")])
        return found


def filled(address: str, things: dict[str, int]) -> str:
    """An address with keys in it."""
    return "/api/v1/" + re.sub(r"<int:(\w+)>", lambda found: str(things[found[1]]), address)


def objects_in(method: str, address: str, body: dict[str, Any]) -> list[tuple[dict[str, Any], set[str]]]:
    """Every object in a body with the members a program may write there, as the OpenAPI document says."""
    document = workspace_document()
    schemas = document["components"]["schemas"]
    operation = document["paths"]["/api/v1/" + re.sub(r"<int:(\w+)>", r"{\1}", address)][method.lower()]
    if "requestBody" not in operation:
        return [(body, set())]
    schema = schemas[operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]]
    found = [(body, set(schema.get("properties", ())))]
    for name, value in body.items():
        reference = schema["properties"][name].get("items", {}).get("$ref", "")
        if reference:
            found.append((value[0], set(schemas[reference.rpartition("/")[2]]["properties"])))
    return found


def test_there_is_a_body_for_every_operation_that_takes_one(things: dict[str, int]) -> None:
    """A new one has to be added here."""
    writing = {one for one, scope in OPERATIONS.items() if one[0] not in {"GET", "DELETE"} and scope}
    assert set(bodies(things)) == writing


def test_every_field_of_every_model_is_refused_by_name(bensheim: MunicipalityRef, things: dict[str, int]) -> None:
    """T23: one field more than a program may write, and nothing is written; also nested."""
    caller, before, sent = program(bensheim), everything(bensheim), 0
    for (method, address), body in bodies(things).items():
        labels = MODELS[address.partition("/")[0]]
        fields = {field.name for label in labels for field in apps.get_model(label)._meta.get_fields()}
        for target, writable in objects_in(method, address, body):
            for name in sorted({*fields, *SMUGGLED} - writable):
                target[name] = SMUGGLED.get(name, "x")
                answer = caller(method, filled(address, things), body)
                del target[name]
                assert answer.status == 422, (method, address, name, answer.text)
                assert any(pointer.endswith(f"/{name}") for pointer in answer.codes), (name, answer.codes)
                sent += 1
    assert sent > 200
    assert everything(bensheim) == before


KEYS: list[Callable[[int], int]] = [lambda key: key, lambda key: key + 5_000]
"""A key that exists next door, and one that exists nowhere."""


def test_foreign_things_are_not_there(
    bensheim: MunicipalityRef, butzbach: MunicipalityRef, things: dict[str, int]
) -> None:
    """T05: with a key that only the neighbour has, 404 and the same body as with one nobody has; nothing changes."""
    caller = program(butzbach)
    before = everything(bensheim)
    for method, address in OPERATIONS:
        if "<" not in address:
            continue
        body = bodies(things).get((method, address))
        query = "?question=lives_here&by=sex" if address.endswith("crossing") else ""
        answers = []
        for moved in KEYS:
            keys = {name: key if name == "number" else moved(key) for name, key in things.items()}
            answers.append(caller(method, filled(address, keys) + query, body))
        own, nobodys = answers
        assert (own.status, own.text) == (404, nobodys.text), (method, address, own.text)
        volatile = {"RateLimit", "RateLimit-Remaining", "RateLimit-Reset"}
        headers = [{k: v for k, v in one.headers.items() if k not in volatile} for one in answers]
        assert headers[0] == headers[1]
    assert everything(bensheim) == before


@pytest.mark.parametrize(
    ("address", "body", "pointer"),
    [
        ("waves", {"title": "x", "survey": 0, "opens_on": "2026-11-26", "closes_on": "2026-12-26",
                   "channels": ["link"]}, "/survey"),
        ("needs", {"title": "x", "topic": "housing", "responsible": 0}, "/responsible"),
    ],
)  # fmt: skip
def test_foreign_keys_in_bodies_are_refused(
    bensheim: MunicipalityRef, butzbach: MunicipalityRef, things: dict[str, int], address: str, body: Any, pointer: str
) -> None:
    """T06: the neighbour's questionnaire and account as well as ones nobody has, by the same words."""
    caller = program(butzbach)
    name = pointer[1:]
    texts = set()
    for key in (things.get(name, 4_711), 987_654_321):
        answer = caller("POST", f"/api/v1/{address}", {**body, name: key})
        assert (answer.status, list(answer.codes)) == (422, [pointer]), answer.text
        texts.add(answer.text)
    assert len(texts) == 1


def test_bodies_that_are_no_object(bensheim: MunicipalityRef, things: dict[str, int]) -> None:
    """A list, null, a text, nothing at all: 400 or 422 in problem details, never 500."""
    caller = program(bensheim)
    before = everything(bensheim)
    for (method, address), right in bodies(things).items():
        for body in ([], None, "x", 1, b"{", b'{"title": NaN}', {**right, "title": {"a": 1}}):
            if body is None and not right:
                continue
            answer = caller(method, filled(address, things), body)
            if body is None and method == "PATCH":
                assert answer.status in {200, 422}
                continue
            assert answer.status in {400, 415, 422}, (method, address, body, answer.text)
            assert answer.headers["Content-Type"] == "application/problem+json"
    assert everything(bensheim) == before


def test_a_program_is_a_caller_like_any_other(bensheim: MunicipalityRef, things: dict[str, int]) -> None:
    """The right bodies do what they say: the tests above did not fail for another reason."""
    caller: Caller = program(bensheim)
    for (method, address), body in bodies(things).items():
        answer = caller(method, filled(address, things), body)
        expected = {409} if address.endswith("release") else {200, 201}
        assert answer.status in expected, (method, address, answer.text)
