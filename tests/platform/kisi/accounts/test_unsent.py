"""A session that ended during a long form loses nothing typed."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client
from django.utils import timezone

from kisi.accounts.actions import end_sessions
from kisi.accounts.models import Invitation, Session
from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tests.accounts import PASSWORD, person, sign_in

FORM = {"name": "Elif „Demir“ <b>", "email": "elif@example.org", "role": "guide"}


def post(client: Client, address: str, **data: Any) -> Any:
    return client.post(address, data, secure=True)


@pytest.fixture
def marta(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """A coordinator whose session has just run out."""
    client = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    with inside(realm_of(bensheim)):
        Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    return client


def enter(client: Client, answer: Any, email: str = "coordinator@example.org") -> Any:
    """Sign in from where one was sent."""
    return post(client, answer["Location"], login=email, password=PASSWORD, next="/konto/eingaben/")


def hidden_fields(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: html.unescape(value) for name, value in found if name not in {"csrfmiddlewaretoken", "next"}}


def test_what_was_typed_is_sent_after_signing_in(marta: Client, bensheim: MunicipalityRef) -> None:
    """All of it, to the same page, once."""
    answer = post(marta, "/personen/einladen/", **FORM)
    assert answer["Location"] == "/anmelden/?next=/konto/eingaben/"
    assert "Was Sie eingegeben haben, ist aufgehoben." in marta.get(answer["Location"], secure=True).content.decode()
    answer = enter(marta, answer)
    assert answer["Location"] == "/konto/eingaben/"
    page = marta.get("/konto/eingaben/", secure=True).content.decode()
    assert 'action="/personen/einladen/"' in page
    assert hidden_fields(page) == FORM
    assert post(marta, "/personen/einladen/", **hidden_fields(page)).status_code == 302
    with inside(realm_of(bensheim)):
        assert Invitation.objects.get().name == FORM["name"]
    assert marta.get("/konto/eingaben/", secure=True)["Location"] == "/"


def test_it_can_be_thrown_away(marta: Client) -> None:
    """Then it is gone."""
    enter(marta, post(marta, "/personen/einladen/", **FORM))
    assert post(marta, "/konto/eingaben/")["Location"] == "/"
    assert marta.get("/konto/eingaben/", secure=True)["Location"] == "/"


def test_the_next_person_at_the_same_computer_sees_nothing(marta: Client, bensheim: MunicipalityRef) -> None:
    """It belongs to whom the session belonged."""
    person(bensheim, Role.COORDINATOR, email="andere@example.org", name="Andere Person")
    enter(marta, post(marta, "/personen/einladen/", **FORM), "andere@example.org")
    answer = marta.get("/konto/eingaben/", secure=True)
    assert answer["Location"] == "/"
    with inside(realm_of(bensheim)):
        assert not any("kisi_unsent" in session.get_decoded() for session in Session.objects.all())


def test_who_never_was_signed_in_leaves_nothing(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Nor does somebody whose session was ended on purpose."""
    stranger = client_for(bensheim)
    assert post(stranger, "/personen/einladen/", **FORM)["Location"] == "/anmelden/"
    client = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    with inside(realm_of(bensheim)):
        Session.objects.all().delete()
    assert post(client, "/personen/einladen/", **FORM)["Location"] == "/anmelden/"


def test_passwords_are_never_kept(marta: Client) -> None:
    """They would lie about in the table of sessions."""
    answer = post(marta, "/konto/passwort/", old_password=PASSWORD, password="ein neues langes Passwort", note="x")
    enter(marta, answer)
    page = marta.get("/konto/eingaben/", secure=True).content.decode()
    assert hidden_fields(page) == {"note": "x"}


def test_an_endless_form_is_not_kept(marta: Client) -> None:
    """A quarter of a million characters nobody typed."""
    assert post(marta, "/personen/einladen/", name="x" * 250_000)["Location"] == "/anmelden/"


def test_a_session_that_somebody_ended_loses_nothing_either(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Ended at another computer, the typed text waits for its owner; the session itself is gone for good."""
    user = person(bensheim, Role.COORDINATOR)
    typing = sign_in(client_for(bensheim), user, bensheim)
    with inside(realm_of(bensheim)):
        late = typing.session
        assert dict(late.items())
        assert end_sessions(user=user, by=SYSTEM) == 1
        late["written"] = "late"
        with pytest.raises(UpdateError):
            late.save()
        assert not Session.objects.filter(expire_date__gt=timezone.now()).exists()
    answer = post(typing, "/personen/einladen/", **FORM)
    assert answer["Location"] == "/anmelden/?next=/konto/eingaben/"
    enter(typing, answer)
    assert hidden_fields(typing.get("/konto/eingaben/", secure=True).content.decode()) == FORM


def test_who_signs_out_in_another_tab_loses_nothing(bensheim: MunicipalityRef, client_for: Any) -> None:
    """The form in the first tab is kept for them, and the way in leads to it."""
    typing = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    post(typing, "/abmelden/")
    answer = post(typing, "/personen/einladen/", **FORM)
    assert answer["Location"] == "/anmelden/?next=/konto/eingaben/"
    enter(typing, answer)
    assert hidden_fields(typing.get("/konto/eingaben/", secure=True).content.decode()) == FORM


def test_after_signing_out_the_next_person_sees_nothing_either(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Somebody else signs in at the same computer."""
    person(bensheim, Role.COORDINATOR, email="andere@example.org", name="Andere Person")
    typing = sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)
    post(typing, "/abmelden/")
    enter(typing, post(typing, "/personen/einladen/", **FORM), "andere@example.org")
    assert typing.get("/konto/eingaben/", secure=True)["Location"] == "/"


def token_of(client: Client, address: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(address, secure=True).content.decode())
    assert found is not None
    return found[1]


def send(client: Client, address: str, site: dict[str, str], **data: Any) -> Any:
    """As a browser sends a form: with its word on which page it came from, and with a referrer."""
    referrer = {"Referer": f"https://{client.defaults['HTTP_HOST']}/"}
    return client.post(address, data, secure=True, headers=referrer | site)


SAME_HOST = [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "https://{host}"}]
OTHER_HOST = [
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://{host}"},
    {"Origin": "https://neighbour.example"},
    {},
]


@pytest.fixture
def two_tabs(bensheim: MunicipalityRef, client_for: Any) -> tuple[Client, str]:
    """A browser that checks tokens, signed in anew in a second tab; the first tab's form has the token of before."""
    client = client_for(bensheim, enforce_csrf_checks=True)
    person(bensheim, Role.COORDINATOR)
    outdated = ""
    for _tab in range(2):
        token = token_of(client, "/anmelden/")
        answer = send(
            client,
            "/anmelden/",
            SAME_HOST[0],
            login="coordinator@example.org",
            password=PASSWORD,
            csrfmiddlewaretoken=token,
        )
        assert answer.status_code == 302
        if not outdated:
            outdated = token_of(client, "/personen/einladen/")
            with inside(realm_of(bensheim)):
                Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    return client, outdated


@pytest.mark.parametrize("site", SAME_HOST, ids=["fetch-metadata", "origin"])
def test_who_signs_in_anew_in_another_tab_loses_nothing(two_tabs: tuple[Client, str], site: dict[str, str]) -> None:
    """The token of the form in the first tab is no longer right: it is offered with a new one."""
    client, outdated = two_tabs
    site = {name: value.format(host=client.defaults["HTTP_HOST"]) for name, value in site.items()}
    answer = send(client, "/personen/einladen/", site, **FORM, csrfmiddlewaretoken=outdated)
    assert (answer.status_code, answer.get("Location")) == (302, "/konto/eingaben/")
    page = client.get("/konto/eingaben/", secure=True).content.decode()
    assert hidden_fields(page) == FORM
    token = token_of(client, "/konto/eingaben/")
    answer = send(client, "/personen/einladen/", site, **hidden_fields(page), csrfmiddlewaretoken=token)
    assert answer.status_code == 302


@pytest.mark.parametrize("site", OTHER_HOST, ids=["neighbour", "foreign", "foreign-origin", "unknown"])
def test_a_foreign_pages_form_is_offered_to_nobody(two_tabs: tuple[Client, str], site: dict[str, str]) -> None:
    """Else it would need one thoughtless click to be sent in somebody's name."""
    client, outdated = two_tabs
    site = {name: value.format(host=client.defaults["HTTP_HOST"]) for name, value in site.items()}
    answer = send(client, "/personen/einladen/", site, **FORM, csrfmiddlewaretoken=outdated)
    assert answer.status_code == 403
    assert client.get("/konto/eingaben/", secure=True)["Location"] == "/"


def test_the_sign_in_form_of_another_tab_leads_in(two_tabs: tuple[Client, str]) -> None:
    """Who is signed in already need not be told that a form is out of date."""
    client, outdated = two_tabs
    answer = send(client, "/anmelden/", SAME_HOST[0], login="x@example.org", password="x", csrfmiddlewaretoken=outdated)
    assert (answer.status_code, answer.get("Location")) == (302, "/")
