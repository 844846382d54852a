"""Who may call what on a municipality's host: one table of operation × token (T24)."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.urls import URLPattern

from api.documentation.views import workspace_document
from api.oauth.permissions import METHODS
from api.v1.workspace import urls
from api.v1.workspace.surveys.waves import WaveCollection
from kisi.accounts.models import User
from kisi.core.access import GRANTED
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import MUNICIPAL_ROLES, Role
from tenants.access_tokens.access import ISSUING, NEEDED
from tenants.access_tokens.vocabulary import TokenScope
from tests.accounts import person
from tests.api.caller import Caller
from tests.api.v1.workspace.programs import host_of, program

EVERYBODY = None
READ_SURVEYS, WRITE_SURVEYS, RESULTS = "surveys:read", "surveys:write", "results:read"
READ_NEEDS, WRITE_NEEDS = "needs:read", "needs:write"
READ_POINTS, WRITE_POINTS = "contact-points:read", "contact-points:write"
POINT = "contact-points/<int:contact_point>"
OPERATIONS: dict[tuple[str, str], str | None] = {
    ("GET", "contact-points"): EVERYBODY,
    ("POST", "contact-points"): WRITE_POINTS,
    ("GET", POINT): READ_POINTS,
    ("PATCH", POINT): WRITE_POINTS,
    ("DELETE", POINT): WRITE_POINTS,
    ("PUT", f"{POINT}/office-hours"): WRITE_POINTS,
    ("POST", f"{POINT}/exceptions"): WRITE_POINTS,
    ("DELETE", f"{POINT}/exceptions/<int:exception>"): WRITE_POINTS,
    ("GET", "office-hours"): EVERYBODY,
    ("GET", "office-hours.ics"): EVERYBODY,
    ("GET", "surveys"): READ_SURVEYS,
    ("GET", "surveys/<int:survey>"): READ_SURVEYS,
    ("GET", "surveys/<int:survey>/versions/<int:number>"): READ_SURVEYS,
    ("GET", "waves"): READ_SURVEYS,
    ("POST", "waves"): WRITE_SURVEYS,
    ("GET", "waves/<int:wave>"): READ_SURVEYS,
    ("PATCH", "waves/<int:wave>"): WRITE_SURVEYS,
    ("POST", "waves/<int:wave>/release"): WRITE_SURVEYS,
    ("POST", "waves/<int:wave>/end"): WRITE_SURVEYS,
    ("POST", "waves/<int:wave>/reopen"): WRITE_SURVEYS,
    ("GET", "waves/<int:wave>/results"): RESULTS,
    ("GET", "waves/<int:wave>/results/crossing"): RESULTS,
    ("GET", "needs"): READ_NEEDS,
    ("POST", "needs"): WRITE_NEEDS,
    ("GET", "needs/<int:need>"): READ_NEEDS,
    ("PATCH", "needs/<int:need>"): WRITE_NEEDS,
    ("POST", "needs/<int:need>/decisions"): WRITE_NEEDS,
}
"""Operation → the scope it needs."""


def operations_that_exist() -> set[tuple[str, str]]:
    """Every method of every address, as the code has them."""
    found = set()
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        view: Any = pattern.callback.view_class  # type: ignore[attr-defined]
        found |= {(name.upper(), str(pattern.pattern)) for name in METHODS if hasattr(view, name) and name != "head"}
    return found


def call(caller: Caller, method: str, address: str) -> int:
    """Call an operation with things that do not exist, so that nothing changes."""
    path = re.sub(r"<int:\w+>", "987654321", address)
    return caller(method, f"/api/v1/{path}", None if method == "GET" else {}, idempotency_key=str(uuid4())).status


def test_the_table_names_every_operation_and_so_does_the_document() -> None:
    """A new operation has to say here who may call it."""
    assert set(OPERATIONS) == operations_that_exist()
    described = {
        (method.upper(), path.removeprefix("/api/v1/")): operation["security"]
        for path, methods in workspace_document()["paths"].items()
        for method, operation in methods.items()
    }
    expected = {
        (method, re.sub(r"<\w+:(\w+)>", r"{\1}", path)): [{"workspaceToken": [scope]}] if scope else [{}]
        for (method, path), scope in OPERATIONS.items()
    }
    assert described == expected


def test_every_operation_with_every_token(bensheim: MunicipalityRef) -> None:
    """No token: 401. The wrong scope: 403. The right one: whatever else, but neither."""
    stranger = Caller(host=host_of(bensheim))
    callers = {scope: program(bensheim, scope) for scope in TokenScope.values}
    for (method, address), needed in OPERATIONS.items():
        assert (call(stranger, method, address) == 401) == (needed is not None), (method, address)
        for scope, caller in callers.items():
            status = call(caller, method, address)
            assert (status not in {401, 403}) == (needed in {scope, EVERYBODY}), (method, address, scope, status)
            assert status < 500


def test_a_token_goes_as_far_as_its_issuers_role(bensheim: MunicipalityRef) -> None:
    """With every scope: 401 for whoever may issue none any more, whatever else the role allows."""
    caller, issuer = program(bensheim), person(bensheim, Role.COORDINATOR)
    for role in sorted(MUNICIPAL_ROLES):
        with inside(realm_of(bensheim)):
            User.objects.filter(pk=issuer.pk).update(role=role)
        for (method, address), scope in OPERATIONS.items():
            if scope is not None:
                status = call(caller, method, address)
                may_issue = role in GRANTED[ISSUING]
                assert (status != 401) == may_issue, (role, method, address, status)
                assert (status == 403) == (may_issue and role not in GRANTED[NEEDED[TokenScope(scope)]])


def test_403_names_the_scope(bensheim: MunicipalityRef) -> None:
    """In the problem for people and in the challenge for programs (RFC 6750)."""
    answer = program(bensheim, READ_SURVEYS)("POST", "/api/v1/waves", {})
    assert answer.status == 403
    assert WRITE_SURVEYS in answer.json["detail"]
    assert f'error="insufficient_scope", scope="{WRITE_SURVEYS}"' in answer.headers["WWW-Authenticate"]


def test_a_permission_the_role_loses_is_lost_to_the_token(
    bensheim: MunicipalityRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scope alone does not do."""
    caller = program(bensheim)
    monkeypatch.setitem(GRANTED, NEEDED[TokenScope.READ_RESULTS], frozenset({Role.GUIDE}))
    assert caller("GET", "/api/v1/waves/1/results").status == 403
    assert caller("GET", "/api/v1/waves").status == 200


def test_a_view_that_names_no_scope_lets_nobody_in(bensheim: MunicipalityRef, monkeypatch: Any) -> None:
    """Deny by default."""
    caller = program(bensheim)
    monkeypatch.setattr(WaveCollection, "scopes", {})
    assert caller("GET", "/api/v1/waves").status == 403
