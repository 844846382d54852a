"""Nothing on a page leads into an area the town has left out: every link of every page is followed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from kisi.core.actors import SYSTEM
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.notifications.actions import notify
from kisi.ui.registry import Feature, declared
from shared.library import shipped
from tenants.workspace.models import WorkspaceSettings
from tests.accounts import person, sign_in
from tests.journeys.accessibility.town import busy, come_on_board, fill_town

FEATURES = [feature.key for feature in declared(Feature)]
AREAS = ("/bedarfe/", "/ergebnisse/", "/erhebungen/", "/frageboegen/", "/vorlagen/", "/vergleich/", "/personen/")
NUMBER = re.compile(r"/\d+(?=/)|/[0-9a-f-]{36}(?=/)")
NO_PAGES = ("/abmelden/", "/anmelden/", "/api/")


@pytest.fixture
def town(bensheim: MunicipalityRef) -> MunicipalityRef:
    """With something to see on every page."""
    with inside(CENTRAL):
        shipped.load()
    come_on_board(bensheim, [(row["key"], row["number"]) for row in shipped.shipped_templates()])
    fill_town(bensheim)
    return bensheim


def somebody(town: MunicipalityRef, role: Role, client: Client) -> Client:
    """With a checklist, and a notice about every area."""
    with inside(realm_of(town)):
        user = person(town, role, email=f"{role}-links@example.org")
        busy(town, user)
        for url in AREAS:
            notify(recipients=[user.pk], kind="workspace.handed_over", title=f"Zu {url}", url=url, by=SYSTEM)
    return sign_in(client, user, town)


def leave_out(town: MunicipalityRef, keys: list[str]) -> None:
    with inside(realm_of(town)):
        WorkspaceSettings.objects.update_or_create(
            id=1, defaults={"official_name": "Stadt Bensheim", "hidden_features": keys}
        )


def links(html: str, base: str) -> Iterator[str]:
    """Where a page leads on this host, and what it loads by itself."""
    page = BeautifulSoup(html, "html.parser")
    for tag in page.select("[href], [hx-get], img[src]"):
        target = urljoin(base, str(tag.get("href") or tag.get("hx-get") or tag.get("src")))
        parts = urlsplit(target)
        is_here = parts.netloc in {"", urlsplit(base).netloc} and parts.scheme in {"http", "https"}
        if is_here and not parts.path.startswith(NO_PAGES):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def dead_ends(client: Client) -> tuple[set[str], int]:
    """„page → link“ for each link that leads to nothing, one of each kind; how many pages were seen."""
    todo, seen, dead = [("/", ""), ("/hinweise/?zeigen=alle", "")], set(), set()
    while todo:
        path, found_on = todo.pop()
        address = urlsplit(path).path
        kind = address if address.startswith("/hinweise/") else NUMBER.sub("/#", address)
        if kind in seen:
            continue
        seen.add(kind)
        answer = client.get(path, secure=True, follow=path.startswith("/hinweise/"))
        if answer.status_code == 404:
            dead.add(f"{found_on} → {path}")
        elif answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            todo += [(link, path) for link in links(answer.text, f"https://bensheim.kisi.localhost{path}")]
    return dead, len(seen)


def test_with_every_optional_area_left_out(town: MunicipalityRef, client_for: Any) -> None:
    """Start page, notices, checklists, help, search: none leads to nothing."""
    leave_out(town, FEATURES)
    for role in (Role.GUIDE, Role.COORDINATOR, Role.AUDITOR):
        dead, seen = dead_ends(somebody(town, role, client_for(town)))
        assert sorted(dead) == []
        assert seen > 30


def test_with_each_area_left_out_alone(town: MunicipalityRef, client_for: Any) -> None:
    """Areas lead into each other."""
    client = somebody(town, Role.COORDINATOR, client_for(town))
    found = {}
    for key in FEATURES:
        leave_out(town, [key])
        found[key], _seen = dead_ends(client)
    assert {key: sorted(dead) for key, dead in found.items() if dead} == {}
