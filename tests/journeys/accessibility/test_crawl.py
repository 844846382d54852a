"""axe finds nothing on any page, for any role, wide and narrow; Tab reaches everything; no page waits for a script."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from kisi.core.roles import CENTRAL_ROLES, MUNICIPAL_ROLES, Role
from tests.accounts import person
from tests.journeys.accessibility import people
from tests.journeys.accessibility.centre import CARDS
from tests.journeys.accessibility.checking import in_full
from tests.journeys.accessibility.conftest import Platform
from tests.journeys.accessibility.people import Place, host_of, signed_in, stranger
from tests.journeys.accessibility.screens import (
    GALLERY,
    NO_PAGES,
    STATES,
    Screen,
    named_addresses,
    no_pages,
    pages_for,
    pages_in,
)
from tests.journeys.accessibility.town import Values, busy
from tests.journeys.accessibility.walking import Part, Walk, parts_of

pytestmark = pytest.mark.browser

HOSTS = {"town": "kisi.urls_tenant", "centre": "kisi.urls_public"}
WALKERS = [
    # Who may do most first: of the same page others see fewer parts.
    *(("town", role) for role in sorted(MUNICIPAL_ROLES, key=lambda role: (role != Role.COORDINATOR, role))),
    *(("centre", role) for role in sorted(CENTRAL_ROLES - {Role.INTEGRATOR})),
    ("town", None),
    ("centre", None),
]
"""The integrator has no screen: it speaks to the API."""
STATES_OF = [(host, state) for host in HOSTS for state in STATES if pages_in(state, HOSTS[host])]
IN_A_STATE: dict[str, Callable[[Place, Any], tuple[Client, Values]]] = {
    "second factor": lambda place, _wave: people.with_second_factor(place),
    "second step": lambda place, _wave: people.at_second_step(place),
    "ended session": lambda place, _wave: people.after_ended_session(place),
    "forgotten password": lambda place, _wave: people.who_forgot(place),
    "filling in": people.filling_in,
    "tablet": people.tablet,
}

UNKNOWN = "00000000-0000-4000-8000-000000000000"
LEFT_OUT: Values = {
    "accounts:end_session": {"key": "x"},
    "contact_points:remove_exception": {"exception": 1},
    "contact_points:restore_exception": {"exception": 1},
    "instruments:change_conditions": {"key": "local_warum"},
    "needs:remove_evidence": {"evidence": 1},
    "needs:restore_evidence": {"evidence": 1},
    "notifications:read": {"pk": 1},
    "openid_connect_callback": {"provider_id": "verwaltung"},
    "openid_connect_login": {"provider_id": "verwaltung"},
    "operation:run_check": {"kind": "audit"},
    "participation:take_back": {"sheet": UNKNOWN},
    "surveys:qr": {"kind": "svg"},
    "workspace:start_checklist": {"key": "erste-30-tage"},
}
"""What fills addresses that are no pages."""


@pytest.fixture
def walk_through(
    platform: Platform, browser: Browser, known: set[str], built: dict[str, set[Part]], capsys: Any
) -> Callable[..., None]:
    """``walk_through("town", client, screens, values)``: fails with everything that was found, says what was seen."""

    def walk(host: str, client: Client, screens: list[Screen], own: Values, who: str) -> None:
        place, values = (platform.town, platform.in_town) if host == "town" else (None, platform.in_centre)
        walked = Walk(known, built)
        walked.through(client, browser, f"http://{host_of(place)}:{platform.port}", screens, values | own)
        with capsys.disabled():
            print(f"\n{host} {who}: {len(walked.looked_at)} pages looked at, {len(walked.same)} the same as another's")
        assert not walked.found, "\n" + in_full(walked.found)

    return walk


@pytest.mark.parametrize(("host", "role"), WALKERS)
def test_every_page_of_a_role(
    host: str, role: Role | None, platform: Platform, walk_through: Callable[..., None]
) -> None:
    """All that the table of access lets them open."""
    place = platform.town if host == "town" else None
    own: Values = {}
    client = stranger(place)
    if role is not None:
        user = person(place, role)
        own = busy(place, user) if place else {"desk": {"key": CARDS[role]}}
        client = signed_in(place, user)
    walk_through(host, client, pages_for(HOSTS[host], role), own, role or "visitor")


@pytest.mark.parametrize(("host", "state"), STATES_OF)
def test_pages_of_a_state(host: str, state: str, platform: Platform, walk_through: Callable[..., None]) -> None:
    """What only somebody in the middle of something sees."""
    place = platform.town if host == "town" else None
    client, own = IN_A_STATE[state](place, platform.wave)
    walk_through(host, client, pages_in(state, HOSTS[host]), own, state)


def test_a_page_with_another_part_is_looked_at() -> None:
    """Fewer parts are passed over; one without its name, or in another look, is not."""
    page = '<main><h1>x</h1><input type="text" aria-label="Name"><a class="k-button" href="/a">x</a></main>'
    seen = parts_of(page)
    assert parts_of(page.replace('<a class="k-button" href="/a">x</a>', "").replace("Name", "Ort")) < seen
    for other in (
        page.replace(' aria-label="Name"', ""),
        page.replace("k-button", "k-link"),
        page.replace('"text"', '"date"'),
        page.replace("</h1>", "</h1><h2>y</h2>"),
    ):
        assert not parts_of(other) <= seen


def is_page(answer: Any) -> bool:
    """Whether somebody who comes there sees a page of the platform, be it that there is nothing."""
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code not in {301, 302, 405} and is_html and b"<main" in answer.content


@pytest.mark.parametrize("host", HOSTS)
def test_no_page_is_left_out(host: str, platform: Platform) -> None:
    """What the crawl leaves out shows no page: it only takes forms, leads on, or is a file or a part."""
    place, values = (platform.town, platform.in_town) if host == "town" else (None, platform.in_centre)
    role, pages = None, []
    browser, own = stranger(place), LEFT_OUT
    for screen, needed in no_pages(HOSTS[host]):
        if needed != role:
            role, user = needed, person(place, needed)
            browser, own = signed_in(place, user), LEFT_OUT | (busy(place, user) if place else {})
        answer = browser.get(screen.addresses(values | own)[0], secure=True)
        leads_nowhere = answer.status_code == 404 and screen.name.startswith("openid_connect_")
        if is_page(answer) and not leads_nowhere:
            pages.append((screen.name, answer.status_code))
    assert sorted(pages) == []


def test_everything_left_out_exists() -> None:
    """No word about addresses that are gone."""
    known = {screen.name for urlconf in HOSTS.values() for screen in named_addresses(urlconf)}
    assert NO_PAGES - known == set()
    assert set().union(*STATES.values()) - known == set()
    assert any(name.startswith(GALLERY) for name in known)
