"""Every error below /api/ is a problem document in German that names what is wrong."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import OperationalError

from api.problems.kinds import Kind
from kisi.core.realms import MunicipalityRef
from tests.api.caller import BENSHEIM, Answer, Caller, wish
from tests.servers import Servers
from tests.shared.onboarding.jobs import OBERZENT

LIST = "/api/v1/municipalities"
DETAIL = f"{LIST}/{BENSHEIM}"
FORM = "application/x-www-form-urlencoded"


def post(api: Caller, body: Any, **headers: str) -> Answer:
    """A POST with a key of its own."""
    return api("POST", LIST, body, **{"idempotency_key": str(uuid4()), **headers})


def assert_problem(answer: Answer, kind: Kind) -> None:
    """A complete RFC 9457 document of this kind, and nothing to be kept in a cache."""
    assert answer.status == kind.status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    document = answer.json
    assert document["type"] == f"{settings.KISI_BASE_URL}/api/v1/docs#problem-{kind.key}"
    assert (document["title"], document["status"]) == (kind.title, kind.status)
    assert document["detail"]
    for error in document["errors"]:
        assert set(error) == {"pointer", "code", "detail"}


def test_requests_that_cannot_be_understood(api: Caller) -> None:
    """One table for all of them."""
    deep = b"[" * 9 + b"]" * 9
    cases: list[tuple[Answer, Kind]] = [
        (api("GET", "/api/"), Kind.NOT_FOUND),
        (api("GET", "/api/v2/municipalities"), Kind.NOT_FOUND),
        (api("POST", "/api/v1/nothing", {}), Kind.NOT_FOUND),
        (api("POST", "/api/v1/metrics", {}), Kind.METHOD_NOT_ALLOWED),
        (api("GET", f"{LIST}/"), Kind.NOT_FOUND),
        (api("GET", f"{LIST}/06999999"), Kind.NOT_FOUND),
        (api("GET", f"{LIST}/nonsense"), Kind.NOT_FOUND),
        (api("GET", f"{LIST}/%00%ff"), Kind.NOT_FOUND),
        (api("GET", "/api/v1/onboardings/1"), Kind.NOT_FOUND),
        (api("GET", f"/api/v1/onboardings/{uuid4()}"), Kind.NOT_FOUND),
        (api("GET", f"/api/v1/templates/erste-30-tage/versions/{10**30}"), Kind.NOT_FOUND),
        (api("GET", f"/api/v1/templates/erste-30-tage/versions/{'9' * 5000}"), Kind.NOT_FOUND),
        (api("DELETE", LIST), Kind.METHOD_NOT_ALLOWED),
        (api("OPTIONS", LIST), Kind.METHOD_NOT_ALLOWED),
        (api("TRACE", DETAIL), Kind.METHOD_NOT_ALLOWED),
        (api("PURGE", DETAIL), Kind.METHOD_NOT_ALLOWED),
        (api("GET", LIST, accept="text/html"), Kind.NOT_ACCEPTABLE),
        (post(api, b"{"), Kind.MALFORMED_BODY),
        (post(api, b'{"ags": 1, "ags": 2}'), Kind.MALFORMED_BODY),
        (post(api, b'{"ags": "\xff"}'), Kind.MALFORMED_BODY),
        (post(api, b'{"ags": "\\ud800"}'), Kind.MALFORMED_BODY),
        (post(api, b'{"\\ud800": 1, "\\ud800": 1}'), Kind.MALFORMED_BODY),
        (post(api, b'{"ags": NaN}'), Kind.MALFORMED_BODY),
        (post(api, b'{"ags": ' + b"9" * 5000 + b"}"), Kind.MALFORMED_BODY),
        (post(api, deep), Kind.MALFORMED_BODY),
        (post(api, b'{"a":' * 8 + deep + b"}" * 8), Kind.MALFORMED_BODY),
        (post(api, b"ags=06431002", content_type=FORM), Kind.UNSUPPORTED_MEDIA_TYPE),
        (post(api, b"{}", content_type="text/plain"), Kind.UNSUPPORTED_MEDIA_TYPE),
        (post(api, b"{}", content_type="application/json; charset=utf-16"), Kind.UNSUPPORTED_MEDIA_TYPE),
        (api("PATCH", DETAIL, b"status=active", content_type=FORM), Kind.UNSUPPORTED_MEDIA_TYPE),
        (post(api, b'"' + b"x" * 64_000 + b'"'), Kind.BODY_TOO_LARGE),
        (post(api, b"[]"), Kind.INVALID_DATA),
        (post(api, b"null"), Kind.INVALID_DATA),
        (post(api, b'"text"'), Kind.INVALID_DATA),
        (post(api, b""), Kind.INVALID_DATA),
        (api("POST", LIST, {}, transfer_encoding="chunked", content_length=""), Kind.LENGTH_REQUIRED),
        (api("GET", f"{LIST}?foo=1"), Kind.INVALID_PARAMETER),
        (api("GET", f"{LIST}?limit=1&limit=2"), Kind.INVALID_PARAMETER),
        (api("GET", f"{LIST}?limit=%D9%A3"), Kind.INVALID_PARAMETER),
        (api("PATCH", f"{DETAIL}?limit=1", {"status": "active"}), Kind.INVALID_PARAMETER),
        (Caller()("GET", LIST), Kind.NOT_AUTHENTICATED),
    ]
    for answer, kind in cases:
        assert_problem(answer, kind)


def test_who_asks_for_nothing_gets_json(api: Caller) -> None:
    """An empty ``Accept`` is no wish."""
    for accept in ("", " ", ",", "*/*", "application/*"):
        assert api("GET", LIST, accept=accept).status == 200, accept


def test_405_says_what_is_possible(api: Caller) -> None:
    """And promises nothing that is not there."""
    assert api("DELETE", LIST).headers["Allow"] == "GET, HEAD, POST"
    assert api("GET", f"{DETAIL}/offboarding").headers["Allow"] == "POST"


def test_an_unknown_address_says_the_same_to_everybody(ready: Servers, api: Caller) -> None:
    """Whether one is known or not, and whatever is in the address."""
    known, stranger = api("GET", "/api/v1/secret/17"), Caller()("GET", "/api/v1/secret/17")
    assert (known.status, known.text) == (stranger.status, stranger.text)


def test_a_body_that_is_null_is_no_object(api: Caller) -> None:
    """In German as everything else, though DRF has words of its own for it."""
    errors = post(api, b"null").json["errors"]
    assert errors == post(api, b"[]").json["errors"]
    assert errors == [{"pointer": "", "code": "invalid", "detail": "Erwartet wird ein JSON-Objekt."}]


def test_all_faults_of_a_body_at_once(api: Caller) -> None:
    """Those of form and those of substance, each with its pointer."""
    answer = post(
        api,
        {
            "ags": "0643100",
            "slug": "www",
            "coordinator": {"email": "nobody", "name": 5, "role": "operator"},
            "templates": ["gibt-es-nicht", 7],
            "dry_run": "yes",
            "a/b~c": 1,
        },
    )
    assert_problem(answer, Kind.INVALID_DATA)
    assert answer.codes == {
        "/ags": "malformed",
        "/slug": "reserved",
        "/coordinator/email": "invalid",
        "/coordinator/name": "invalid",
        "/coordinator/role": "unknown",
        "/templates/0": "unknown_template",
        "/templates/1": "invalid",
        "/dry_run": "invalid",
        "/a~1b~0c": "unknown",
    }


def test_missing_and_empty_members(api: Caller) -> None:
    """null is not a way to leave something out."""
    assert post(api, {}).codes == {"/ags": "required", "/coordinator": "required"}
    body = {"ags": None, "slug": None, "coordinator": None, "templates": None, "dry_run": None}
    assert post(api, body).codes == {f"/{name}": "null" for name in body}
    empty = post(api, {"ags": "", "coordinator": {"email": "", "name": ""}, "slug": ""})
    assert empty.codes == dict.fromkeys(["/ags", "/coordinator/email", "/coordinator/name", "/slug"], "blank")


@pytest.mark.parametrize("name", ["\u200b", "\u202eevil", "a\u2066b", "a\u2028b", "a\x85b", "\u200d\u200c", "\ufe0f"])
def test_a_name_that_nobody_can_read_is_refused(api: Caller, name: str) -> None:
    """Or that turns round the text around it on every page; joiners within a name stay."""
    body = wish(OBERZENT)
    body["coordinator"]["name"] = name
    assert post(api, {**body, "dry_run": True}).codes == {"/coordinator/name": "invalid"}
    for good in ("مریم\u200cسادات", "👩\u200d👩\u200d👧", "O'Brien-Müller, Dr.", "Nguyễn", "7"):
        body["coordinator"]["name"] = good
        assert post(api, {**body, "dry_run": True}).status == 200, good


@pytest.mark.parametrize("key", ["ags", "slug", "name"])
def test_characters_that_no_database_takes(api: Caller, key: str) -> None:
    """NUL, controls, right-to-left marks: refused or kept, never 500."""
    for text in ("\x00", "a\x00b", "\x1f", "\u202e", "🏘" * 30, "ß" * 9_000, "' OR 1=1 --"):
        body = wish(BENSHEIM)
        if key == "name":
            body["coordinator"]["name"] = text
        else:
            body[key] = text
        assert post(api, {**body, "dry_run": True}).status in {200, 409, 422}, (key, text)


def test_an_error_of_ours_is_a_problem_with_a_number(api: Caller, monkeypatch: Any) -> None:
    """500 and 503 tell nothing but the number under which the log has the rest."""
    from api.v1.templates import views

    def break_with(error: Exception) -> Answer:
        def broken() -> None:
            raise error

        monkeypatch.setattr(views, "published_templates", broken)
        return api("GET", "/api/v1/templates")

    answer = break_with(RuntimeError("secret detail"))
    assert_problem(answer, Kind.INTERNAL_ERROR)
    assert answer.json["instance"].startswith("urn:uuid:")
    assert "secret" not in json.dumps(answer.json)
    answer = break_with(OperationalError("secret detail"))
    assert_problem(answer, Kind.UNAVAILABLE)
    assert answer.headers["Retry-After"] == "5"


@pytest.mark.attack
def test_the_method_is_the_method(api: Caller, bensheim: MunicipalityRef) -> None:
    """T33: no header, parameter or form field turns one method into another, and a page's cookie is no sign-in."""
    for headers in ({"x_http_method_override": "PATCH"}, {"x_method_override": "DELETE"}):
        assert api("GET", DETAIL, {"status": "suspended"}, **headers).json["status"] == "active"
        assert api("POST", DETAIL, {"status": "suspended"}, **headers).status == 405
    assert api("POST", f"{DETAIL}?_method=PATCH", {"status": "suspended"}).status == 405
    form = b"_method=PATCH&status=suspended"
    assert api("POST", DETAIL, form, content_type=FORM).status == 405
    foreign = {"cookie": "__Host-kisi_session=abc; __Host-kisi_csrf=abc", "origin": "https://evil.example"}
    assert Caller()("PATCH", DETAIL, {"status": "suspended"}, **foreign).status == 401
    assert api("GET", DETAIL).json["status"] == "active"
