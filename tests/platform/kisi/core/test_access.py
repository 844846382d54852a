"""The screen of permissions and the decisions of views."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.views import View

from kisi.core.access import GRANTED, PUBLIC, SIGNED_IN, Permission, allowed, decision_of, public, requires, signed_in
from kisi.core.roles import CENTRAL_ROLES, MUNICIPAL_ROLES, Role


def somebody(role: str, **more: Any) -> Any:
    return SimpleNamespace(**{"is_authenticated": True, "is_active": True, "role": role, **more})


def test_every_permission_is_on_the_screen() -> None:
    """One that stands nowhere would be refused to everybody, without a word."""
    assert set(GRANTED) == set(Permission)


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_allowed_is_what_the_screen_says(permission: Permission, role: Role) -> None:
    """For the enumeration and for its plain text."""
    expected = role in GRANTED[permission]
    assert allowed(somebody(role), permission) is expected
    assert allowed(somebody(role.value), permission.value) is expected


@pytest.mark.parametrize(
    "user",
    [
        None,
        object(),
        somebody("coordinator", is_authenticated=False),
        somebody("coordinator", is_active=False),
        somebody("king"),
        somebody(""),
        SimpleNamespace(is_authenticated=True, is_active=True),
    ],
)
def test_nobody_else_may_anything(user: Any) -> None:
    """Deny by default."""
    assert not any(allowed(user, permission) for permission in Permission)


def test_an_unknown_permission_is_refused() -> None:
    """A slip of the pen opens nothing."""
    assert allowed(somebody("operator"), "people.mange") is False


def test_a_machine_account_may_nothing_on_screen() -> None:
    """Its rights are scopes of its token."""
    assert not any(Role.INTEGRATOR in roles for roles in GRANTED.values())


def test_roles_are_split_between_the_hosts() -> None:
    """None belongs to both, none to neither."""
    assert frozenset(Role) == MUNICIPAL_ROLES | CENTRAL_ROLES
    assert not MUNICIPAL_ROLES & CENTRAL_ROLES


def test_decisions_are_found_on_functions_and_classes() -> None:
    """Whichever way a view is written."""

    @requires(Permission.PEOPLE_VIEW, to_change=Permission.PEOPLE_MANAGE)
    def people(request: Any) -> None: ...

    @signed_in
    class Mine(View): ...

    @public
    def open_to_all(request: Any) -> None: ...

    def forgotten(request: Any) -> None: ...

    decision = decision_of(people)
    assert decision is not None
    assert decision.permission_for("GET") is Permission.PEOPLE_VIEW
    for method in ("POST", "PUT", "PATCH", "DELETE", "PROPFIND"):
        assert decision.permission_for(method) is Permission.PEOPLE_MANAGE
    assert decision_of(Mine.as_view()) is SIGNED_IN
    assert decision_of(open_to_all) is PUBLIC
    assert decision_of(forgotten) is None
