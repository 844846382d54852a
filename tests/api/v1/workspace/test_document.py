"""The OpenAPI document of a municipality's host: true, complete, and readable for people."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from jsonschema_rs import validator_for
from schemathesis.specs.openapi.definitions import OPENAPI_31

from api.documentation.views import workspace_document
from kisi.core.realms import MunicipalityRef
from tenants.access_tokens.vocabulary import TokenScope
from tests.api.caller import Caller
from tests.api.test_openapi import operations
from tests.api.v1.workspace.programs import host_of

FILES = {"getOfficeHoursCalendar"}
"""Calls that answer with a file."""


def test_everybody_can_read_it(bensheim: MunicipalityRef) -> None:
    """JSON, OpenAPI 3.1, the same for all, with an ETag."""
    answer = Caller(host=host_of(bensheim))("GET", "/api/v1/openapi.json")
    assert answer.status == 200
    validator_for(OPENAPI_31).validate(answer.json)
    assert answer.json["components"]["securitySchemes"]["workspaceToken"]["scheme"] == "bearer"


def test_every_refusal_is_described() -> None:
    """Open calls have no 401 and 403, all others have; problems are problem details."""
    for operation in operations(workspace_document()).values():
        is_open = operation["security"] == [{}]
        assert ({"401", "403"} & set(operation["responses"]) == set()) == is_open, operation["operationId"]
        for status, answer in operation["responses"].items():
            assert answer["description"]
            if status >= "400":
                assert list(answer["content"]) == ["application/problem+json"]
            elif operation["operationId"] not in FILES and status not in {"204", "304"}:
                assert list(answer["content"]) == ["application/json"]


def test_what_is_sent_is_closed() -> None:
    """No further members, at any depth."""
    document = workspace_document()
    schemas = document["components"]["schemas"]
    sent = {
        content["schema"]["$ref"].rpartition("/")[2]
        for operation in operations(document).values()
        for content in operation.get("requestBody", {}).get("content", {}).values()
    }
    assert len(sent) >= 9
    for name in [*sent, "TargetsWish", "ChannelTargets", "LanguageTargets", "WeeklyHoursWish"]:
        assert schemas[name]["additionalProperties"] is False, name
    assert "required" not in schemas["WaveChange"]
    assert set(schemas["WaveWish"]["required"]) == {"title", "survey", "opens_on", "closes_on", "channels"}


def test_nothing_of_it_is_left_in_english() -> None:
    """Descriptions are for callers; what we write for ourselves stays in the code."""
    text = json.dumps(workspace_document(), ensure_ascii=False)
    for word in (" the ", " a wave", "No response body", "x-spec-enum-id"):
        assert word not in text, word


def test_the_generator_has_nothing_to_complain_about(capsys: pytest.CaptureFixture[str]) -> None:
    """Warnings mean that something is described by a guess."""
    workspace_document.cache_clear()
    workspace_document()
    assert capsys.readouterr().err == ""


def test_the_page_for_people(bensheim: MunicipalityRef) -> None:
    """Every call and every scope, and where a token comes from; nothing of the public host's way."""
    answer = Caller(host=host_of(bensheim))("GET", "/api/v1/docs", accept="text/html")
    page = BeautifulSoup(answer.text, "html.parser")
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {operation["operationId"] for operation in operations(workspace_document()).values()} <= set(ids)
    for scope in TokenScope:
        assert scope.value in answer.text
    assert "Zugänge zur Schnittstelle" in answer.text
    assert "/api/oauth/token" not in answer.text
    assert "{{" not in answer.text
    assert len(answer.text.encode()) < 200_000
