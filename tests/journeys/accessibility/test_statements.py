"""No page asks the database more than eight times, whoever opens it: counted on everything there is to see."""

from __future__ import annotations

from typing import Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kisi.core.realms import CENTRAL, inside, realm_of
from kisi.core.roles import Role
from tests.accounts import person
from tests.journeys.accessibility.centre import CARDS
from tests.journeys.accessibility.conftest import Platform
from tests.journeys.accessibility.people import Place, signed_in, stranger
from tests.journeys.accessibility.screens import pages_for
from tests.journeys.accessibility.test_crawl import HOSTS, WALKERS
from tests.journeys.accessibility.town import Values, busy

BUDGET: Final = 8
"""Statements of one page, those of the frame (session, person, bell, hidden areas) included."""
MORE: Final[dict[str, tuple[int, str]]] = {
    "account_reauthenticate": (11, "allauth asks for each kind of second factor twice"),
    "mfa_activate_totp": (11, "allauth asks for each kind of second factor"),
    "ministry:amif": (11, "the look at exact totals is recorded: a transaction with a row of the audit trail"),
}
"""Pages that are no pages of the shell: their own bound, and why."""
LEAST: Final = {"town": 20, "centre": 15}
"""Pages that any role sees; fewer would mean that nothing was looked at."""


def asked(browser: Client, place: Place, address: str) -> list[str]:
    """What a second look at a page asks; the first fills what is kept in the process."""
    browser.get(address, secure=True)
    with inside(realm_of(place) if place else CENTRAL), CaptureQueriesContext(connection) as queries:
        answer = browser.get(address, secure=True)
        said = [query["sql"] for query in queries.captured_queries]
    assert answer.status_code in {200, 403}, (address, answer.status_code)
    return said


@pytest.mark.parametrize(("host", "role"), WALKERS)
def test_every_page_asks_little(host: str, role: Role | None, platform: Platform) -> None:
    """Lists, details, forms, late cards; a page added later is counted by itself."""
    place, values = (platform.town, platform.in_town) if host == "town" else (None, platform.in_centre)
    own: Values = {}
    browser = stranger(place)
    if role is not None:
        user = person(place, role)
        browser = signed_in(place, user)
        own = busy(place, user) if place else {"desk": {"key": CARDS[role]}}
    pages = [(page.name, address) for page in pages_for(HOSTS[host], role) for address in page.addresses(values | own)]
    counted = {(name, address): asked(browser, place, address) for name, address in pages}
    assert role is None or len(counted) >= LEAST[host]
    too_many = {
        f"{name} {address}: {len(said)}": "\n".join(said)
        for (name, address), said in counted.items()
        if len(said) > MORE.get(name, (BUDGET, ""))[0]
    }
    assert not too_many, "\n".join(too_many) + "\n\n" + "\n\n".join(too_many.values())
