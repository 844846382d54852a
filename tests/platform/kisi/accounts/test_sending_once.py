"""Forms that create something count once, however often they arrive: every one, found in the URL configuration."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import path
from django.utils import timezone
from psycopg.sql import SQL, Identifier

from kisi.accounts import sending_once
from kisi.accounts.actions.cleaning import clean_up
from kisi.accounts.models import SentForm, Session
from kisi.core.access import public
from kisi.core.realms import CENTRAL, MunicipalityRef, Realm, inside, realm_of
from kisi.core.roles import Role
from kisi.ui.forms.answers import SENDING_KEY
from tenants.contact_points.models import ContactPoint
from tenants.needs.models import Need
from tests.accounts import person, sign_in
from tests.platform.kisi.accounts.creating import CREATES, FINDS_ITS_OWN, ONLY_CHANGES, Creation
from tests.platform.kisi.accounts.test_access import HOSTS, OWN_RULES, SAMPLES, all_routes
from tests.servers import Servers

AT_ONCE = 4


def takes_forms(route: str, view: Callable[..., Any]) -> bool:
    """Whether a view does anything with what is sent to it; asked outside any realm, so nothing happens."""
    values = {name: SAMPLES[kind] for kind, name in re.findall(r"<(\w+):(\w+)>", route)}
    try:
        return bool(view(RequestFactory().post("/"), **values).status_code != 405)
    except Exception:
        return True


def undecided(urlconf: str) -> set[str]:
    """Routes that take forms and stand in no table."""
    taking = {route for route, view in all_routes(urlconf) if takes_forms(route, view)}
    decided = set(CREATES) | FINDS_ITS_OWN | ONLY_CHANGES
    return {route for route in taking - decided if not route.startswith(OWN_RULES)}


@pytest.mark.parametrize("urlconf", HOSTS)
def test_every_page_that_takes_a_form_has_a_decision(urlconf: str) -> None:
    assert undecided(urlconf) == set()


def test_the_tables_hold_no_page_that_is_gone_and_none_twice() -> None:
    known = {route for urlconf in HOSTS for route, _view in all_routes(urlconf)}
    assert (set(CREATES) | FINDS_ITS_OWN | ONLY_CHANGES) - known == set()
    assert set(CREATES) & (FINDS_ITS_OWN | ONLY_CHANGES) | FINDS_ITS_OWN & ONLY_CHANGES == set()


@public
def forgotten(_request: Any) -> Any:
    """A page whose author decided nothing."""
    raise ValueError


urlpatterns = [path("vergessen/", forgotten)]


def test_a_page_without_decision_is_found() -> None:
    """The planted fault."""
    assert undecided(__name__) == {"vergessen/"}


class Page:
    """A page with a form, opened by whom it is for."""

    def __init__(
        self, route: str, creation: Creation, town: MunicipalityRef, client_for: Any, servers: Servers
    ) -> None:
        self.servers = servers
        of_town = route in {name for name, _view in all_routes("kisi.urls_tenant")}
        of_town = of_town and creation.role not in {Role.OPERATOR, Role.TEMPLATE_EDITOR, Role.MINISTRY_ANALYST}
        self.place = town if of_town else None
        self.realm: Realm = realm_of(town) if of_town else CENTRAL
        self.creation = creation
        self.client: Client = client_for(self.place)
        if creation.role is not None:
            sign_in(self.client, person(self.place, creation.role), self.place)
        with inside(self.realm):
            self.address = creation.prepare() if creation.prepare else f"/{route}"
        self.client_for = client_for

    def form(self) -> dict[str, Any]:
        """What a browser sends: everything in the form as it was opened, with what is typed."""
        shown = self.client.get(self.address)
        assert shown.status_code == 200, (self.address, shown.status_code)
        key = BeautifulSoup(shown.content, "html.parser").select_one(f'form input[name="{SENDING_KEY}"]')
        assert key is not None, f"no key in the form of {self.address}"
        form = key.find_parent("form")
        assert form is not None
        fields: dict[str, Any] = {}
        for control in form.select("input[name], textarea[name], select[name]"):
            name, kind = str(control["name"]), control.get("type")
            if control.name == "select":
                fields[name] = [str(one.get("value", "")) for one in control.select("option[selected]")]
            elif kind not in {"checkbox", "radio", "file"} or control.has_attr("checked"):
                fields[name] = str(control.get("value", "") or control.get_text())
        return {**fields, **self.creation.typed}

    def send(self, fields: dict[str, Any], client: Client | None = None) -> Any:
        """Send it, with the file where there is one."""
        file = self.creation.file
        more = {"file": SimpleUploadedFile(*file)} if file else {}
        return (client or self.client).post(self.address, {**fields, **more})

    def another_browser(self) -> Client:
        """The same session: a second connection of the same browser."""
        client: Client = self.client_for(self.place)
        client.cookies = self.client.cookies
        return client

    def rows(self) -> dict[str, int]:
        """How much there is of everything but what a request itself leaves."""
        own = [SentForm._meta.db_table, Session._meta.db_table]
        with self.servers.superuser_connection() as admin:
            tables = admin.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename <> ALL (%s)",
                [self.realm.schema, own],
            ).fetchall()
            counts = [SQL("SELECT count(*) FROM {}").format(Identifier(self.realm.schema, name)) for (name,) in tables]
            return {name: admin.execute(count).fetchone()[0] for (name,), count in zip(tables, counts, strict=True)}  # type: ignore[index]

    def made(self) -> int:
        """How many of what the page makes."""
        with inside(self.realm):
            return int(self.creation.model._default_manager.count())


@pytest.fixture
def page_of(ready: Servers, bensheim: MunicipalityRef, client_for: Any) -> Callable[[str], Page]:
    """``page_of(route)``: that page, opened by whom it is for."""
    return lambda route: Page(route, CREATES[route], bensheim, client_for, ready)


@pytest.mark.parametrize("route", CREATES)
def test_sent_twice_counts_once(route: str, page_of: Callable[[str], Page]) -> None:
    """The second sending leads where the first one led, says so, and leaves no row in any table."""
    page = page_of(route)
    before, form = page.made(), page.form()
    first = page.send(form)
    assert first.status_code == (200 if page.creation.is_shown_once else 302), first.content.decode()[-6000:]
    rows = page.rows()
    assert page.made() == before + 1
    second = page.send(form)
    assert second.status_code == 302
    assert page.rows() == rows
    if not page.creation.is_shown_once:
        assert second["Location"] == first["Location"]
    landed = page.client.get(second["Location"], follow=True)
    assert landed.status_code == 200
    if page.creation.role is not None:
        assert "schon" in BeautifulSoup(landed.content, "html.parser").select(".k-messages li")[-1].get_text()


@pytest.mark.parametrize("route", CREATES)
def test_sent_at_the_same_moment_counts_once(route: str, page_of: Callable[[str], Page]) -> None:
    """Several connections at once: one row, and everybody is led somewhere."""
    page = page_of(route)
    before, form, barrier = page.made(), page.form(), Barrier(AT_ONCE)

    def run(browser: Client) -> Any:
        try:
            barrier.wait(timeout=60)
            return page.send(form, browser).status_code
        finally:
            with inside(page.realm):
                connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = sorted(pool.map(run, [page.another_browser() for _number in range(AT_ONCE)]))
    assert page.made() == before + 1
    assert answers == ([200] if page.creation.is_shown_once else [302]) + [302] * (AT_ONCE - 1)


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The mechanism switched off: no key is known."""
    monkeypatch.setattr(sending_once, "_KEY", re.compile(r"(?!)"))
    return iter(())


@pytest.mark.usefixtures("without")
@pytest.mark.parametrize("route", ["bedarfe/neu/", "anlaufstellen/neu/", "frageboegen/einlesen/", "zugaenge/neu/"])
def test_planted_without_the_mechanism_there_are_two(route: str, page_of: Callable[[str], Page]) -> None:
    page = page_of(route)
    before, form = page.made(), page.form()
    page.send(form)
    page.send(form)
    assert page.made() == before + 2


def test_what_was_refused_may_be_sent_again(page_of: Callable[[str], Page]) -> None:
    """Under the same key, with everything typed still there."""
    page = page_of("bedarfe/neu/")
    form = page.form()
    refused = page.send({**form, "topic": ""})
    assert refused.status_code == 422
    shown = BeautifulSoup(refused.content, "html.parser")
    assert [one["value"] for one in shown.select(f'input[name="{SENDING_KEY}"]')] == [form[SENDING_KEY]]
    assert page.send({**form, "topic": ""}).status_code == 422
    assert page.send(form).status_code == 302
    assert page.made() == 1
    with inside(page.realm):
        assert SentForm.objects.count() == 1


def test_changed_content_is_a_further_entry_and_says_so(page_of: Callable[[str], Page]) -> None:
    """Back, another title, sent again: nothing is lost, and the first is one click away."""
    page = page_of("bedarfe/neu/")
    form = page.form()
    first = page.send(form)
    second = page.send({**form, "title": "Hort"})
    assert second["Location"] != first["Location"]
    landed = BeautifulSoup(page.client.get(second["Location"]).content, "html.parser")
    (told,) = [one for one in landed.select(".k-messages li") if "zwei Einträge" in one.get_text()]
    assert [link["href"] for link in told.select("a")] == [first["Location"]]
    assert page.send({**form, "title": "Hort"})["Location"] == second["Location"]
    assert page.send(form)["Location"] == first["Location"]
    with inside(page.realm):
        assert sorted(Need.objects.values_list("title", flat=True)) == ["Hort", "Kita"]


def test_a_key_is_the_persons_own(page_of: Callable[[str], Page], bensheim: MunicipalityRef, client_for: Any) -> None:
    """Somebody else with the same key and words makes their own and learns nothing."""
    page = page_of("bedarfe/neu/")
    form = page.form()
    first = page.send(form)
    other = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    assert page.send(form, other)["Location"] != first["Location"]
    assert page.made() == 2


@pytest.mark.parametrize("key", ["", "x", "kurz" * 3, "ä" * 30, "x" * 65, "\x00" * 30, "' OR 1=1 --" + "x" * 20])
def test_a_form_without_a_good_key_works_as_ever(key: str, page_of: Callable[[str], Page]) -> None:
    page = page_of("bedarfe/neu/")
    form = {**page.form(), SENDING_KEY: key}
    assert page.send(form).status_code == 302
    assert page.send(form).status_code == 302
    assert page.made() == 2


def test_a_file_belongs_to_the_content(page_of: Callable[[str], Page]) -> None:
    page = page_of("frageboegen/einlesen/")
    before, form = page.made(), page.form()
    assert page.send(form).status_code == 302
    other = SimpleUploadedFile("bogen.json", (page.creation.file or ("", b""))[1] + b" ")
    assert page.client.post(page.address, {**form, "file": other}).status_code == 302
    assert page.made() == before + 2


def test_forms_are_forgotten_after_their_days(page_of: Callable[[str], Page]) -> None:
    page = page_of("anlaufstellen/neu/")
    form = page.form()
    page.send(form)
    with inside(page.realm):
        clean_up()
        assert SentForm.objects.count() == 1
        long_ago = timezone.now() - timedelta(days=settings.KISI_SENT_FORM_DAYS, seconds=1)
        SentForm.objects.update(sent_at=long_ago)
        clean_up()
        assert SentForm.objects.count() == 0
        assert ContactPoint.objects.count() == 1
