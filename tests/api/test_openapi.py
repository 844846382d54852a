"""The OpenAPI document: true, complete, and readable for people."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from jsonschema_rs import validator_for
from schemathesis.specs.openapi.definitions import OPENAPI_31

from api.documentation.views import openapi_document
from api.problems.kinds import Kind
from tests.api.caller import BENSHEIM, Caller
from tests.api.test_scopes import OPERATIONS
from tests.servers import Servers

FILES = {"listFigures": [["application/json", "text/csv"]]}
"""Calls that also answer with a file."""


def operations(document: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Method and path → description."""
    return {
        (method.upper(), path.removeprefix("/api/v1/")): described
        for path, methods in document["paths"].items()
        for method, described in methods.items()
    }


def test_everybody_can_read_it(ready: Servers) -> None:
    """JSON, OpenAPI 3.1, the same for all, with an ETag."""
    answer = Caller()("GET", "/api/v1/openapi.json")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/json")
    assert answer.json["openapi"].startswith("3.1.")
    assert Caller()("GET", "/api/v1/openapi.json", if_none_match=answer.headers["ETag"]).status == 304
    validator_for(OPENAPI_31).validate(answer.json)


def test_every_operation_is_described_and_nothing_else() -> None:
    """With a German summary, its scopes, and every way it may be refused."""
    import re

    described = operations(openapi_document())
    expected = {(method, re.sub(r"<\w+:(\w+)>", r"{\1}", path)) for method, path in OPERATIONS}
    assert set(described) == expected
    for operation in described.values():
        assert operation["summary"]
        assert operation["security"]
        assert {"401", "403", "405", "406", "429", "500", "503"} <= set(operation["responses"])
        for status, answer in operation["responses"].items():
            assert answer["description"], (operation["operationId"], status)
            kind = "application/json" if status < "300" else "application/problem+json"
            assert list(answer.get("content", {kind: None})) in ([kind], *FILES.get(operation["operationId"], ()))
    assert len({operation["operationId"] for operation in described.values()}) == len(described)


def test_nothing_of_it_is_left_in_english() -> None:
    """Descriptions are for callers; what we write for ourselves stays in the code."""
    text = json.dumps(openapi_document(), ensure_ascii=False)
    for word in (" the ", " a municipality", "No response body", "x-spec-enum-id"):
        assert word not in text, word


def test_what_is_sent_is_closed() -> None:
    """No further members: the document says so, as the API does."""
    schemas = openapi_document()["components"]["schemas"]
    for name in ("OnboardingWish", "MunicipalityWish", "Coordinator", "StatusChange"):
        assert schemas[name]["additionalProperties"] is False, name
    assert schemas["StatusChange"]["required"] == ["status"]


def test_the_generator_has_nothing_to_complain_about(capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings mean that something is described by a guess."""
    openapi_document.cache_clear()
    openapi_document()
    assert capsys.readouterr().err == ""


def test_the_page_for_people(ready: Servers) -> None:
    """Every call and every kind of problem, no script needed, every link within the page leads somewhere."""
    answer = Caller()("GET", "/api/v1/docs", accept="text/html")
    assert answer.status == 200
    page = BeautifulSoup(answer.text, "html.parser")
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {operation["operationId"] for operation in operations(openapi_document()).values()} <= set(ids)
    assert {f"problem-{kind.key}" for kind in Kind} <= set(ids)
    targets = {str(link["href"])[1:] for link in page.find_all("a", href=True) if str(link["href"]).startswith("#")}
    assert targets <= set(ids)
    assert not page.find_all(style=True)
    assert not page.find_all("style")
    assert not [script for script in page.find_all("script") if not script.get("src")]
    assert "{{" not in answer.text
    assert BENSHEIM in answer.text


def test_the_type_of_a_problem_leads_to_its_explanation(api: Caller) -> None:
    """RFC 9457: a person can follow it."""
    address = api("GET", "/api/v1/nothing").json["type"]
    path, _, anchor = address.removeprefix("http://kisi.localhost:8000").partition("#")
    page = BeautifulSoup(Caller()("GET", path, accept="text/html").text, "html.parser")
    assert page.find(id=anchor) is not None
