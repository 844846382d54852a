"""Every page of both hosts asks who is there: generated from the URL configurations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, include, path

from kisi.core.access import Permission, decision_of, requires
from kisi.core.realms import MunicipalityRef
from kisi.core.roles import CENTRAL_ROLES, MUNICIPAL_ROLES, Role
from tests.accounts import person, sign_in
from tests.attack.addresses import sent_to
from tests.platform.kisi.accounts.access_table import BOTH_HOSTS, EVERYBODY, PUBLIC_HOST, TOWN_HOST

HOSTS = {"kisi.urls_tenant": BOTH_HOSTS | TOWN_HOST, "kisi.urls_public": BOTH_HOSTS | PUBLIC_HOST}
OWN_RULES = "api/"
"""The API is asked by token, its table of scopes × operations stands in ``tests/api``."""
SAMPLES = {"int": "987654321", "str": "x", "slug": "x", "uuid": "00000000-0000-4000-8000-000000000000", "path": "x"}


def routes(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every route below some patterns, with its view."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), pattern.callback


def all_routes(urlconf: str) -> list[tuple[str, Callable[..., Any]]]:
    """Every route of one host."""
    return list(routes(get_resolver(urlconf).url_patterns))


def address(route: str) -> str:
    """An address that fits a route, with ids that nothing has."""
    return "/" + re.sub(r"<(\w+):\w+>", lambda found: SAMPLES[found[1]], route)


@pytest.mark.parametrize("urlconf", HOSTS)
def test_every_view_has_a_decision(urlconf: str) -> None:
    """Without one it would be refused to everybody."""
    found = all_routes(urlconf)
    assert len(found) > 20
    assert [route for route, view in found if decision_of(view) is None] == []


@pytest.mark.parametrize("urlconf", HOSTS)
def test_every_page_is_in_the_table(urlconf: str) -> None:
    """And no line is about a page that is gone."""
    found = {route for route, _view in all_routes(urlconf) if not route.startswith(OWN_RULES)}
    assert found == set(HOSTS[urlconf])


def forgotten(request: HttpRequest) -> HttpResponse:
    """A view whose author said nothing."""
    return HttpResponse("geheim")


@requires(Permission.PEOPLE_VIEW, to_change=Permission.PEOPLE_MANAGE)
def half(request: HttpRequest) -> HttpResponse:
    """Some may look, others may change."""
    return HttpResponse("gesehen")


urlpatterns = [path("vergessen/", forgotten), path("halb/", half), path("", include("kisi.urls_tenant"))]


@override_settings(ROOT_URLCONF=__name__)
def test_a_view_without_a_decision_is_found_and_refused(bensheim: MunicipalityRef, client_for: Any) -> None:
    """The planted fault, for somebody signed in and for nobody."""
    assert [route for route, view in all_routes(__name__) if decision_of(view) is None] == ["vergessen/"]
    client = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    for browser in (client, client_for(bensheim)):
        answer = browser.get("/vergessen/", secure=True)
        assert answer.status_code == 403
        assert "geheim" not in answer.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_looking_and_changing_may_need_different_permissions(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Whatever method is used to change."""
    guide = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    coordinator = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    assert guide.get("/halb/", secure=True).status_code == 200
    for method in ("POST", "PUT", "PATCH", "DELETE", "PROPFIND"):
        assert guide.generic(method, "/halb/", secure=True).status_code == 403
        allowed = 200 if method == "POST" else 405
        assert coordinator.generic(method, "/halb/", secure=True).status_code == allowed


def gets_in(answer: Any) -> bool:
    """Whether the view ran: not sent to the sign-in page, not forbidden."""
    if answer.status_code == 302:
        return not answer["Location"].startswith("/anmelden/?next=") and answer["Location"] != "/anmelden/"
    return answer.status_code != 403


SENT_ON_OUTSIDE = {"anmelden/gesperrt/": 403, "anmelden/passkey/": 302, "anmelden/zweiter-faktor/": 302}
"""Open pages that answer like a refusal when there is nothing for them to do."""
ENDS_THE_SESSION = "abmelden/"


def expected(urlconf: str, route: str, role: Role | None) -> bool:
    allowed = HOSTS[urlconf][route]
    return allowed == EVERYBODY or (role is not None and role in allowed)


@pytest.mark.attack
@pytest.mark.parametrize("urlconf", HOSTS)
def test_roles_and_pages(urlconf: str, bensheim: MunicipalityRef, client_for: Any) -> None:
    """T24: the whole table, one request a cell and method."""
    place = bensheim if urlconf == "kisi.urls_tenant" else None
    roles = [None, *sorted(MUNICIPAL_ROLES if place else CENTRAL_ROLES - {Role.INTEGRATOR})]
    cells = 0
    for role in roles:
        client = client_for(place)
        if role is not None:
            sign_in(client, person(place, role), place)
        for route, _view in all_routes(urlconf):
            if route not in HOSTS[urlconf] or route in SENT_ON_OUTSIDE:
                continue
            for method in ("GET", "POST"):
                if route == ENDS_THE_SESSION and method == "POST":
                    continue
                data = sent_to(address(route)) if method == "POST" else {}
                answer = (
                    client.post(address(route), data, secure=True)
                    if data
                    else client.generic(method, address(route), secure=True)
                )
                wanted = expected(urlconf, route, role)
                assert gets_in(answer) is wanted, (role, method, route, answer.status_code)
                assert answer.status_code < 500
                cells += 1
                if role is not None and "beenden" in route:
                    sign_in(client, person(place, role), place)
    assert cells > 250


@pytest.mark.attack
def test_the_table_finds_a_permission_too_many(bensheim: MunicipalityRef, client_for: Any, monkeypatch: Any) -> None:
    """The planted fault: guides may suddenly manage people."""
    from kisi.core import access

    planted = access.GRANTED | {Permission.PEOPLE_MANAGE: frozenset({Role.COORDINATOR, Role.GUIDE})}
    monkeypatch.setattr(access, "GRANTED", planted)
    client = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    answer = client.get("/personen/einladen/", secure=True)
    assert gets_in(answer) is not expected("kisi.urls_tenant", "personen/einladen/", Role.GUIDE)


@pytest.mark.attack
def test_a_role_of_the_other_host_may_nothing(bensheim: MunicipalityRef, client_for: Any) -> None:
    """A row that should not be there: an operator's role in a town opens only what that role may anyway have."""
    user = person(bensheim, Role.GUIDE)
    client = sign_in(client_for(bensheim), user, bensheim)
    from kisi.accounts.models import User
    from kisi.core.realms import inside, realm_of

    for role in ("king", "integrator", ""):
        with inside(realm_of(bensheim)):
            User.objects.filter(pk=user.pk).update(role=role)
        for route in ("", "personen/", "personen/einladen/"):
            assert client.get(address(route), secure=True).status_code == 403


@pytest.mark.attack
def test_what_only_some_may_see_is_kept_by_no_browser_and_no_proxy(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Pages, refusals, the way to the sign-in page; public pages may be kept (ASVS 5.0, 14.3.2)."""
    stranger, guide = client_for(bensheim), sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    for client, address, status in (
        (guide, "/", 200),
        (guide, "/personen/", 200),
        (guide, "/personen/einladen/", 403),
        (stranger, "/personen/", 302),
    ):
        answer = client.get(address, secure=True)
        assert (answer.status_code, answer.headers.get("Cache-Control")) == (status, "private, no-store"), address
    assert "no-store" not in stranger.get("/barrierefreiheit/", secure=True).headers.get("Cache-Control", "")
