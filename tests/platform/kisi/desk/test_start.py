"""The start page: what is due, what changed, what is open – and what it costs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kisi.audit.actions import record
from kisi.audit.queries import recent_changes
from kisi.core import due_work
from kisi.core.actors import SYSTEM, Actor
from kisi.core.due_work import DueItem, DueWork, declare_due_work, due_work_of
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.desk.layout import filled_row, in_whole_rows
from kisi.desk.queries import day_in_words, due_for, greeting
from kisi.ui import registry
from kisi.ui.registry import StartCard, StartFigure, declared
from kisi.ui.shell import Card
from tests.accounts import person, sign_in
from tests.tenants.workspace.test_checklists import begun

TODAY = date(2026, 11, 25)
BUDGET = 8
NEWS = "/arbeitsplatz/karten/changes/"


@pytest.fixture
def items(monkeypatch: pytest.MonkeyPatch) -> list[DueItem]:
    """Due work of a test, of two kinds; the second is for coordinators only."""
    items: list[DueItem] = []

    def until(user_id: int, day: date, limit: int) -> list[DueItem]:
        return [item for item in items if item.due_on <= day][:limit]

    monkeypatch.setattr(due_work, "_kinds", {})
    declare_due_work(DueWork(key="tests.open", label="Offenes", icon="home", items=until))
    declare_due_work(DueWork(key="tests.secret", label="Geheim", icon="home", items=until, permission="people.manage"))
    declare_due_work(DueWork(key="tests.central", label="Zentrale", icon="home", items=until, place="central"))
    return items


def item(title: str, day: int) -> DueItem:
    return DueItem(title, "/konto/", date(2026, 11, day))


def test_due_work_is_sorted_counted_and_cut(items: list[DueItem], in_bensheim: MunicipalityRef) -> None:
    """For one row and for three; a kind somebody may not see is not asked."""
    guide, coordinator = person(in_bensheim, Role.GUIDE), person(in_bensheim, Role.COORDINATOR)
    items.append(item("heute", 25))
    assert [found.title for _kind, found in due_work_of(guide, TODAY, 10)] == ["heute"]
    assert [kind.key for kind, _found in due_work_of(coordinator, TODAY, 10)] == ["tests.open", "tests.secret"]
    items.extend([item("gestern", 24), item("bald", 27)])
    due = due_for(guide, TODAY)
    assert [(row.title, row.when, str(row.status)) for row in due.rows] == [
        ("gestern", "gestern", "Überfällig"),
        ("heute", "heute", "Heute fällig"),
        ("bald", "27.11.2026", "Bald fällig"),
    ]
    assert (due.total, due.overdue, due.today, due.sentence) == (3, 1, 1, "2 Aufgaben sind fällig")


def test_words() -> None:
    assert [greeting("Elif", hour) for hour in (0, 10, 11, 17, 18)] == [
        "Guten Morgen, Elif",
        "Guten Morgen, Elif",
        "Guten Tag, Elif",
        "Guten Tag, Elif",
        "Guten Abend, Elif",
    ]
    assert [day_in_words(date(2026, 11, day), TODAY) for day in (24, 25, 26, 28)] == [
        "gestern",
        "heute",
        "morgen",
        "28.11.2026",
    ]


@pytest.mark.parametrize(
    ("spans", "shown"),
    [
        ([7], [12]),
        ([7, 5, 5], [7, 5, 12]),
        ([7, 4, 5], [7, 5, 12]),
        ([7, 5, 5, 4], [7, 5, 5, 7]),
        ([7, 7, 5, 6, 12], [12, 7, 5, 12, 12]),
        ([3, 3, 3], [3, 3, 6]),
        ([], []),
    ],
)
def test_rows_have_no_gaps(spans: list[int], shown: list[int]) -> None:
    """The last card of a row grows; the order stays."""
    cards = [
        Card(key=str(number), title="", template="t.html", span=span, content=None) for number, span in enumerate(spans)
    ]
    placed = in_whole_rows(cards)
    assert [found.span for found in placed] == shown
    assert [found.key for found in placed] == [found.key for found in cards]
    assert [found.span for found in cards] == spans


@pytest.mark.parametrize(("declared_ones", "shown"), [(0, 4), (1, 4), (3, 4), (4, 4), (5, 8)])
def test_key_figures_fill_their_row(declared_ones: int, shown: int) -> None:
    figures = [{"label": str(number)} for number in range(declared_ones)]
    assert len(filled_row(figures, [{"label": "own"}] * 4)) == shown


def note(event: str, by: Actor = SYSTEM, **details: Any) -> None:
    with transaction.atomic():
        record(event, by=by, subject="x.y:1", details=details)


def test_changes_are_sentences_for_those_who_may_know(in_bensheim: MunicipalityRef) -> None:
    """Contributors do not see people; nobody sees sign-ins or what was merely read."""
    marta = person(in_bensheim, Role.COORDINATOR)
    note("accounts.invited", marta.actor)
    note("accounts.signed_in", marta.actor)
    note("workspace.settings_changed", marta.actor)
    sentences = [change.sentence for change in recent_changes(marta, 5)]
    assert sentences == ["Marta Klein hat die Angaben zur Kommune geändert.", "Marta Klein hat jemanden eingeladen."]
    helper = [change.sentence for change in recent_changes(person(in_bensheim, Role.CONTRIBUTOR), 5)]
    assert helper == sentences[:1]
    assert len(recent_changes(marta, 1)) == 1


def test_names_in_sentences_are_text(in_bensheim: MunicipalityRef, client_for: Any) -> None:
    """Neither markup nor a percent sign in a name does anything."""
    note("accounts.invited", Actor("user", "9", "<b>100 %(x)s</b>"))
    marta = sign_in(client_for(in_bensheim), person(in_bensheim, Role.COORDINATOR), in_bensheim)
    shown = marta.get(NEWS, secure=True).content.decode()
    assert "&lt;b&gt;100 %(x)s&lt;/b&gt; hat jemanden eingeladen." in shown


PAGES = ["/checklisten/", "/hinweise/", "/einstellungen/", "/personen/", "/suche/", "/konto/"]


def statements(browser: Client, address: str) -> list[str]:
    """What a second look at a page asks the database."""
    browser.get(address, secure=True)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address, secure=True).status_code == 200
    return [query["sql"] for query in asked.captured_queries]


@pytest.fixture
def busy(in_bensheim: MunicipalityRef, client_for: Any) -> Client:
    """The browser of a coordinator with a checklist, news, and a notice."""
    marta = person(in_bensheim, Role.COORDINATOR)
    begun(marta)
    note("accounts.invited", marta.actor)
    return sign_in(client_for(in_bensheim), marta, in_bensheim)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_the_shell_needs_few_statements(busy: Client, address: str) -> None:
    """Eight at most, all that the frame needs included, with something to show."""
    asked = statements(busy, address)
    assert len(asked) <= BUDGET, "\n".join(asked)


def test_the_start_page_itself_leaves_room_for_cards(busy: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven statements without what other apps show; a card, a figure or a kind of due work adds one at most."""
    own = {"checklist"}
    others = [
        found for kind in (StartCard, StartFigure) for found in declared(kind)
        if found.key not in own and found.place != "central"
    ]  # fmt: skip
    whole = len(statements(busy, "/"))
    left = {place: found for place, found in registry._declared.items() if found not in others}
    kinds = {key: kind for key, kind in due_work._kinds.items() if key.startswith("workspace.")}
    assert 0 < len(kinds) < len(due_work._kinds)
    foreign = len(others) + len(due_work._kinds) - len(kinds)
    monkeypatch.setattr(registry, "_declared", left)
    monkeypatch.setattr(due_work, "_kinds", kinds)
    bare = len(statements(busy, "/"))
    assert bare <= 7
    assert whole - bare <= foreign


def test_the_public_host_has_a_desk_too(database: Any, client_for: Any) -> None:
    """Without a town's tables."""
    operator = sign_in(client_for(None), person(None, Role.OPERATOR), None)
    shown = operator.get("/", secure=True)
    assert shown.status_code == 200
    assert "Was ansteht" in shown.content.decode()


def test_towns_do_not_see_each_other(bensheim: MunicipalityRef, butzbach: MunicipalityRef, client_for: Any) -> None:
    with inside(realm_of(bensheim)):
        note("accounts.invited", Actor("user", "1", "Bensheimer Koordination"))
    browser: Client = sign_in(client_for(butzbach), person(butzbach, Role.COORDINATOR), butzbach)
    assert "Bensheimer Koordination" not in browser.get(NEWS, secure=True).text
    with inside(realm_of(bensheim)):
        home = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
        assert "Bensheimer Koordination" in home.get(NEWS, secure=True).text
