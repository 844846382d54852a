"""The registry and the shell: what apps declare appears for those who may see it, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory, override_settings
from django.test.utils import override_script_prefix

from kisi.ui import registry
from kisi.ui.identity import Identity, Person
from kisi.ui.registry import AlreadyDeclared, MenuEntry, PublicSection, SearchSource, StartCard, declare, declared
from kisi.ui.shell import Shell, _path_of


def identity(request: Any) -> Identity:
    """A workspace."""
    return Identity(organisation="Bensheim", home_url="/darstellung/")


def central(request: Any) -> Identity:
    """The public host."""
    return Identity(place="central")


def may_see_offers(user: object, permission: str) -> bool:
    """Only one permission."""
    return permission == "offers.view"


HERE = "tests.platform.kisi.ui.test_shell"


@pytest.fixture
def clean_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A registry with the groups only."""
    groups = {key: value for key, value in registry._declared.items() if isinstance(value, registry.MenuGroup)}
    monkeypatch.setattr(registry, "_declared", groups)


def entry(key: str, **changes: Any) -> MenuEntry:
    """A menu entry to a page that exists."""
    return MenuEntry(
        **{"key": key, "label": key, "icon": "home", "url_name": "ui:gallery-start", "group": "needs", **changes}
    )


def shell(path: str = "/") -> Shell:
    """The shell of a request."""
    return Shell(RequestFactory().get(path))


@pytest.mark.usefixtures("clean_registry")
@override_settings(KISI_UI_IDENTITY=f"{HERE}.identity", KISI_UI_ALLOWED=f"{HERE}.may_see_offers")
def test_menu_shows_what_exists_and_may_be_seen() -> None:
    declare(
        entry("offers", permission="offers.view", order=20, count=lambda _request: 3),
        entry("secret", permission="secret.view"),
        entry("everyone", order=10),
        entry("gone", url_name="no_such:page"),
        entry("state", place="central"),
        entry("elsewhere", group="steering", place=None),
    )
    menu = [(str(section.label), [(link.label, link.count) for link in section.links]) for section in shell().menu]
    assert menu == [("Bedarf & Angebote", [("everyone", None), ("offers", 3)]), ("Steuerung", [("elsewhere", None)])]


@pytest.mark.usefixtures("clean_registry")
@override_settings(KISI_UI_IDENTITY=f"{HERE}.identity")
def test_nobody_and_unknown_permissions_are_refused_by_default() -> None:
    declare(entry("offers", permission="offers.view"), entry("people", permission="people.view"))
    assert shell().menu == []


@pytest.mark.usefixtures("clean_registry")
@override_settings(KISI_UI_IDENTITY=f"{HERE}.central")
def test_the_public_host_has_entries_of_its_own() -> None:
    declare(entry("town"), entry("state", place="central"), entry("anywhere", place=None))
    assert [link.label for section in shell().menu for link in section.links] == ["anywhere", "state"]


@pytest.mark.usefixtures("clean_registry")
@override_settings(KISI_UI_IDENTITY=f"{HERE}.identity")
@pytest.mark.parametrize(("path", "current"), [("/galerie/", True), ("/galerie/listen/", True), ("/", False)])
def test_the_entry_of_the_page_is_marked(path: str, current: bool) -> None:
    declare(entry("gallery"))
    assert [link.current for section in shell(path).menu for link in section.links] == [current]


@pytest.mark.usefixtures("clean_registry")
@override_settings(KISI_UI_IDENTITY=f"{HERE}.identity")
def test_addresses_stand_below_the_prefix_of_whatever_serves_them() -> None:
    """What is kept of an address holds below every prefix, whichever was the first."""
    declare(entry("gallery"))
    _path_of.cache_clear()
    for prefix in ("/kisi/", "/", "/kisi/"):
        with override_script_prefix(prefix):
            assert [link.url for section in shell().menu for link in section.links] == [f"{prefix}galerie/"]


@pytest.mark.usefixtures("clean_registry")
@override_settings(KISI_UI_IDENTITY=f"{HERE}.identity", KISI_UI_ALLOWED=f"{HERE}.may_see_offers")
def test_cards_search_and_public_sections() -> None:
    declare(
        StartCard(key="due", title="Fällig", template="t.html", build=lambda _request: {"rows": [1]}, order=2),
        StartCard(key="none", title="Nichts", template="t.html", build=lambda _request: None, order=1),
        StartCard(key="secret", title="Geheim", template="t.html", build=lambda _request: {}, permission="secret.view"),
        SearchSource(
            key="offers",
            label="Angebote",
            icon="school",
            search=lambda _request, _words, _limit: [],
            permission="offers.view",
        ),
        SearchSource(
            key="secret",
            label="Geheim",
            icon="lock",
            search=lambda _request, _words, _limit: [],
            permission="secret.view",
        ),
        PublicSection(
            key="hours", label="Sprechzeiten", template="t.html", build=lambda _request: {}, url_name="ui:gallery-start"
        ),
        PublicSection(key="empty", label="Leer", template="t.html", build=lambda _request: None),
    )
    here = shell()
    assert [card.key for card in here.start_cards] == ["due"]
    assert [source.key for source in here.search_sources] == ["offers"]
    assert [section["key"] for section in here.public_sections] == ["hours"]
    assert [link.url for link in here.public_menu] == ["/galerie/"]


@pytest.mark.usefixtures("clean_registry")
def test_a_key_belongs_to_one_declaration() -> None:
    declare(entry("offers"))
    declare(entry("offers"))
    assert len(declared(MenuEntry)) == 1
    with pytest.raises(AlreadyDeclared, match="offers"):
        declare(entry("offers", label="anders"))


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Muster Ansicht", "MA"),
        ("Muster", "M"),
        ("Anna-Lena von Muster", "AM"),
        ("", "?"),
        ("  ", "?"),
        ("(ohne)", "?"),
    ],
)
def test_initials(name: str, initials: str) -> None:
    assert Person(name=name).initials == initials
