"""Who may call what: one table of operation × token."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.urls import URLPattern

from api.oauth.permissions import METHODS
from api.v1 import urls
from tests.api.caller import BENSHEIM, Caller, new_caller
from tests.servers import Servers

NUMBER = "00000000-0000-4000-8000-000000000000"
READ, WRITE, METRICS = "municipalities:read", "municipalities:write", "metrics:read"
EITHER = {READ, WRITE}
OPERATIONS: dict[tuple[str, str], set[str]] = {
    ("GET", "municipalities"): EITHER,
    ("POST", "municipalities"): {WRITE},
    ("GET", "municipalities/<str:ags>"): EITHER,
    ("PUT", "municipalities/<str:ags>"): {WRITE},
    ("PATCH", "municipalities/<str:ags>"): {WRITE},
    ("POST", "municipalities/<str:ags>/offboarding"): {WRITE},
    ("GET", "onboardings/<uuid:id>"): EITHER,
    ("POST", "onboardings/<uuid:id>/retry"): {WRITE},
    ("GET", "offboardings/<uuid:id>"): EITHER,
    ("POST", "offboardings/<uuid:id>/retry"): {WRITE},
    ("POST", "offboardings/<uuid:id>/cancel"): {WRITE},
    ("GET", "metrics"): {METRICS},
    ("GET", "releases"): {METRICS},
    ("GET", "releases/<int:id>"): {METRICS},
    ("GET", "releases/<int:id>/figures"): {METRICS},
    ("GET", "templates"): EITHER,
    ("GET", "templates/<slug:key>/versions/<int:number>"): EITHER,
}
"""Operation → the scopes of which one is enough."""


def operations_that_exist() -> set[tuple[str, str]]:
    """Every method of every address of version 1, as the code has them."""
    found = set()
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        view: Any = pattern.callback.view_class  # type: ignore[attr-defined]
        found |= {(name.upper(), str(pattern.pattern)) for name in METHODS if hasattr(view, name) and name != "head"}
    return found


def call(caller: Caller, method: str, address: str) -> int:
    """Call an operation with things that do not exist, so that nothing changes."""
    path = address.replace("<uuid:id>", NUMBER).replace("<str:ags>", "06999999")
    path = path.replace("<slug:key>", "nothing").replace("<int:number>", "1")
    path = path.replace("<int:id>", "1")
    body = None if method == "GET" else {}
    return caller(method, f"/api/v1/{path}", body, idempotency_key=str(uuid4())).status


def test_the_table_names_every_operation() -> None:
    """A new operation has to say here who may call it."""
    assert set(OPERATIONS) == operations_that_exist()


def test_every_operation_with_every_token(ready: Servers) -> None:
    """No token: 401. The wrong scope: 403. One of the right ones: whatever else, but neither."""
    callers = {scope: new_caller(scope) for scope in (READ, WRITE, METRICS)}
    for (method, address), enough in OPERATIONS.items():
        assert call(Caller(), method, address) == 401, (method, address)
        for scope, caller in callers.items():
            status = call(caller, method, address)
            assert (status not in {401, 403}) == (scope in enough), (method, address, scope, status)
            assert status < 500


def test_403_names_the_scope(ready: Servers) -> None:
    """In the problem for people and in the challenge for programs (RFC 6750)."""
    answer = new_caller(METRICS)("PATCH", f"/api/v1/municipalities/{BENSHEIM}", {"status": "suspended"})
    assert answer.status == 403
    assert WRITE in answer.json["detail"]
    assert f'error="insufficient_scope", scope="{WRITE}"' in answer.headers["WWW-Authenticate"]


def test_a_view_that_names_no_scope_lets_nobody_in(ready: Servers, monkeypatch: Any) -> None:
    """Deny by default."""
    from api.v1.templates.views import TemplateCollection

    caller = new_caller()
    assert caller("GET", "/api/v1/templates").status == 200
    monkeypatch.setattr(TemplateCollection, "scopes", {})
    assert caller("GET", "/api/v1/templates").status == 403
