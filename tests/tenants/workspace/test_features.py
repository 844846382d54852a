"""Optional areas: whatever an app declares for one disappears together, and its addresses do not exist."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.apps import apps
from django.db import transaction
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import resolve

from kisi.audit.actions import record
from kisi.core import due_work
from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef
from kisi.core.roles import Role
from kisi.help.finding import area_of
from kisi.help.pages import help_pages
from kisi.notifications.actions import notify
from kisi.notifications.models import Notice
from kisi.ui import registry
from kisi.ui.features import feature_of
from kisi.ui.registry import Feature, StartCard, declared
from kisi.ui.shell import Shell
from tenants.results import onward
from tenants.workspace.models import WorkspaceSettings
from tests.accounts import person, sign_in
from tests.attack.addresses import addresses
from tests.tenants.surveys.waves import open_wave

FEATURES = [feature.key for feature in declared(Feature)]
ALWAYS_THERE = {"workspace", "site", "contact_points", "access_tokens"}
"""Apps of a town that are no choice: its own data and keys, and what the law wants on its public pages (with their
address)."""
ADDRESSES = {
    address: feature
    for address in addresses("kisi.urls_tenant")
    if (match := resolve(address, "kisi.urls_tenant")).namespaces and (feature := feature_of(match.namespaces[0]))
}


@pytest.fixture
def browser(in_bensheim: MunicipalityRef, client_for: Any) -> Client:
    """The coordinator's."""
    return sign_in(client_for(in_bensheim), person(in_bensheim, Role.COORDINATOR), in_bensheim)


def leave_out(*keys: str) -> None:
    """The town leaves these areas out."""
    WorkspaceSettings.objects.update_or_create(
        id=1, defaults={"official_name": "Stadt Bensheim", "hidden_features": list(keys)}
    )


def shown(town: MunicipalityRef) -> set[Any]:
    """Everything apps declare that a coordinator sees, menu to public page, and due work and ways on."""
    request: HttpRequest = RequestFactory().get("/")
    request.user = person(town, Role.COORDINATOR)
    shell = Shell(request)
    kinds = (
        registry.MenuEntry, registry.StartCard, registry.StartFigure, registry.StartAction, registry.SearchSource,
        registry.SettingsPage,
    )  # fmt: skip
    found = {(kind.__name__, entry.key) for kind in kinds for entry in shell._visible(kind)}  # type: ignore[type-var]
    found |= {("PublicSection", section.key) for section in shell._public_sections}
    return found | {("Onward", way.key) for way in onward.ways_on(request)}


CODE = ("build", "asked", "search")
"""Where a declaration has a function of the app that made it."""


def declarations() -> list[tuple[str, Any]]:
    """Every declaration that can belong to an area, with the name of the app that made it."""
    found: list[tuple[str, Any]] = []
    for entry in registry._declared.values():
        is_central = getattr(entry, "place", None) == "central"
        if hasattr(entry, "feature") and not isinstance(entry, registry.FeatureAddresses) and not is_central:
            code = next((made for name in CODE if (made := getattr(entry, name, None))), None)
            found.append((code.__module__.split(".")[1] if code else entry.url_name.partition(":")[0], entry))
    found += [(kind.items.__module__.split(".")[1], kind) for kind in due_work._kinds.values()]
    return found + [(way.url.__module__.split(".")[1], way) for way in onward._ways.values()]


def test_every_app_of_a_town_is_an_area_or_always_there() -> None:
    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("tenants.")}
    assert {label for label in labels if not feature_of(label)} == ALWAYS_THERE
    assert len(FEATURES) >= 5


def test_whatever_an_app_declares_names_its_area() -> None:
    """A card, a search or a page of settings that forgets it would stay."""
    found = declarations()
    assert len(found) > 30
    assert [(app, entry.key) for app, entry in found if feature_of(app) != entry.feature] == []


@pytest.mark.parametrize("key", FEATURES)
def test_what_is_left_out_disappears_and_nothing_else(in_bensheim: MunicipalityRef, key: str) -> None:
    leave_out()
    before = shown(in_bensheim)
    leave_out(key)
    own = {(type(entry).__name__, entry.key) for _app, entry in declarations() if entry.feature == key}
    assert before - shown(in_bensheim) == own & before
    assert own & before
    leave_out("area-of-an-app-that-is-gone")
    assert shown(in_bensheim) == before


@pytest.mark.parametrize("key", FEATURES)
def test_addresses_of_an_area_that_is_left_out_do_not_exist(
    browser: Client, in_bensheim: MunicipalityRef, client_for: Any, key: str
) -> None:
    """Whoever asks, with every method; a page that was there before is among them."""
    own = [address for address, feature in ADDRESSES.items() if feature == key]
    own += [f"/arbeitsplatz/karten/{card.key}/" for card in declared(StartCard) if card.feature == key]
    assert 200 in {browser.get(address, secure=True).status_code for address in own}
    leave_out(key)
    answers = {
        (address, method): getattr(browser, method)(address, secure=True).status_code
        for address in own
        for method in ("get", "post")
    }
    wrong_method = {place for place in answers if place[1] == "post" and place[0].startswith("/arbeitsplatz/karten/")}
    assert {place: status for place, status in answers.items() if status != 404 and place not in wrong_method} == {}
    stranger = client_for(in_bensheim)
    for address in own:
        if address in ADDRESSES:
            assert stranger.get(address, secure=True).status_code == 404, address
    leave_out()
    assert 200 in {browser.get(address, secure=True).status_code for address in own}


@pytest.mark.parametrize("key", FEATURES)
def test_help_about_an_area_that_is_left_out_is_not_found(browser: Client, key: str) -> None:
    """Neither in the index nor by search."""
    about = [page for page in help_pages().values() if area_of(page) == key]
    assert about
    leave_out()
    index = browser.get("/hilfe/", secure=True).text
    assert [page.url for page in about if f'"{page.url}"' in index]
    leave_out(key)
    index = browser.get("/hilfe/", secure=True).text
    assert [page.url for page in about if f'"{page.url}"' in index] == []
    for page in about:
        assert f'"{page.url}"' not in browser.get("/suche/", {"q": page.title}, secure=True).text


def test_news_do_not_link_into_an_area_that_is_left_out(browser: Client, in_bensheim: MunicipalityRef) -> None:
    """They stay: it happened."""
    with transaction.atomic():
        record("needs.added", by=SYSTEM, subject="needs.need:1", details={"title": "Kurse am Abend"})

    def news() -> Tag:
        page = BeautifulSoup(browser.get("/arbeitsplatz/karten/changes/", secure=True).content, "html.parser")
        return page.select_one(".k-timeline")

    leave_out()
    assert "Kurse am Abend" in news().select_one('a[href="/bedarfe/1/"]').get_text()
    leave_out("needs")
    assert "Kurse am Abend" in news().get_text()
    assert news().select("a") == []


def test_notices_about_an_area_that_is_left_out_vanish(browser: Client, in_bensheim: MunicipalityRef) -> None:
    """And come back with it; others that lead there stay without their link."""
    marta = person(in_bensheim, Role.COORDINATOR).pk
    notify(recipients=[marta], kind="needs.responsible", title="Kurse am Abend", url="/bedarfe/1/", by=SYSTEM)
    notify(recipients=[marta], kind="workspace.handed_over", title="Drei Bedarfe", url="/bedarfe/", by=SYSTEM)

    def notices() -> tuple[list[str], list[str], str]:
        page = BeautifulSoup(browser.get("/hinweise/", secure=True).content, "html.parser")
        titles = [tag.get_text() for tag in page.select(".k-notice-row__title")]
        bell = page.select_one(".k-topbar a[href='/hinweise/']")
        assert bell
        return titles, [tag.get_text() for tag in page.select("a.k-notice-row__title")], bell.get_text(" ", strip=True)

    leave_out()
    titles, linked, bell = notices()
    assert (titles, linked) == (["Drei Bedarfe", "Kurse am Abend"], titles)
    assert "2" in bell
    leave_out("needs")
    titles, linked, bell = notices()
    assert (titles, linked) == (["Drei Bedarfe"], [])
    assert "1" in bell
    handed_over = Notice.objects.get(title="Drei Bedarfe")
    assert browser.get(f"/hinweise/{handed_over.pk}/", secure=True).headers["Location"] == "/hinweise/"


def test_help_does_not_link_into_an_area_that_is_left_out(browser: Client) -> None:
    leave_out()
    assert 'href="/ergebnisse/"' in browser.get("/hilfe/zu/erhebungen/", secure=True).text.split("<main", 1)[1]
    leave_out("results")
    assert 'href="/ergebnisse/"' not in browser.get("/hilfe/zu/erhebungen/", secure=True).text


def test_nobody_takes_part_while_surveys_are_left_out(in_bensheim: MunicipalityRef, client_for: Any) -> None:
    """Nor does the public page lead there."""
    wave = open_wave()
    visitor = client_for(in_bensheim)
    leave_out()
    assert visitor.get(f"/u/{wave.token}/", secure=True).status_code == 200
    assert f"/u/{wave.token}/" in visitor.get("/", secure=True).text
    leave_out("surveys")
    assert visitor.get(f"/u/{wave.token}/", secure=True).status_code == 404
    assert f"/u/{wave.token}/" not in visitor.get("/", secure=True).text


def test_the_page_of_settings_offers_exactly_the_areas_there_are(browser: Client) -> None:
    page = BeautifulSoup(browser.get("/einstellungen/bereiche/", secure=True).content, "html.parser")
    assert [box["value"] for box in page.select('input[name="shown"]')] == FEATURES


def test_another_town_keeps_it(browser: Client, butzbach: MunicipalityRef, client_for: Any) -> None:
    leave_out(*FEATURES)
    assert browser.get("/bedarfe/", secure=True).status_code == 404
    there = sign_in(client_for(butzbach), person(butzbach, Role.COORDINATOR), butzbach)
    assert there.get("/bedarfe/", secure=True).status_code == 200
