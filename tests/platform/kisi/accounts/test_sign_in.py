"""Signing in and out through the pages."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from kisi.accounts.models import Session, User
from kisi.audit.models import Entry
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tests.accounts import PASSWORD, person, sign_in


def post(client: Client, address: str, **data: Any) -> Any:
    return client.post(address, data, secure=True)


def enter(client: Client, email: str = "guide@example.org", password: str = PASSWORD, **more: Any) -> Any:
    return post(client, "/anmelden/", login=email, password=password, **more)


def test_signing_in_leads_to_the_start_page(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Whatever the case of the address."""
    person(bensheim, Role.GUIDE)
    client = client_for(bensheim)
    assert client.get("/konto/", secure=True)["Location"] == "/anmelden/?next=/konto/"
    answer = enter(client, "Guide@Example.org")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    page = client.get("/", secure=True)
    assert page.status_code == 200
    assert "Elif Demir" in page.content.decode()


def test_the_public_host_has_its_own_people(bensheim: MunicipalityRef, client_for: Any) -> None:
    """An operator signs in there and not in a town."""
    person(None, Role.OPERATOR)
    assert enter(client_for(None), "operator@example.org").status_code == 302
    assert enter(client_for(bensheim), "operator@example.org").status_code == 422


@pytest.mark.parametrize(
    ("email", "password"),
    [("guide@example.org", "falsch"), ("nobody@example.org", "falsch"), ("nobody@example.org", PASSWORD)],
)
def test_a_failure_says_nothing_about_the_account(
    bensheim: MunicipalityRef, client_for: Any, email: str, password: str
) -> None:
    """Known or unknown address: one answer, one audit row without the address."""
    person(bensheim, Role.GUIDE)
    answer = enter(client_for(bensheim), email, password)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "E-Mail-Adresse oder Passwort stimmt nicht." in page
    assert f'value="{email}"' in page
    assert password not in page
    with inside(realm_of(bensheim)):
        entry = Entry.objects.get(event="accounts.sign_in_failed")
        assert email not in str(entry.subject)
        assert entry.subject.startswith("accounts.address:")


def test_a_known_and_an_unknown_address_cost_the_same_queries(
    bensheim: MunicipalityRef, client_for: Any, django_assert_num_queries: Any
) -> None:
    """And one password hash each: that is what would show in the time."""
    person(bensheim, Role.GUIDE)
    shapes = []
    for email in ("guide@example.org", "nobody@example.org"):
        client = client_for(bensheim)
        client.get("/anmelden/", secure=True)
        shapes.append(statements(lambda client=client, email=email: enter(client, email, "falsch")))
    assert shapes[0] == shapes[1]


def statements(call: Any) -> list[str]:
    """The kinds of statements a call sends."""
    from django.db import connection

    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql.split(" ", maxsplit=1)[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        call()
    return seen


def test_a_deactivated_person_is_told_only_with_the_right_password(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Anybody else learns nothing."""
    person(bensheim, Role.GUIDE, is_active=False)
    assert enter(client_for(bensheim), password="falsch").status_code == 422
    answer = enter(client_for(bensheim))
    assert answer["Location"] == "/anmelden/gesperrt/"


def test_a_deactivated_person_is_out_at_once(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Not only at the next sign-in."""
    user = person(bensheim, Role.GUIDE)
    client = sign_in(client_for(bensheim), user, bensheim)
    assert client.get("/konto/", secure=True).status_code == 200
    with inside(realm_of(bensheim)):
        User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/konto/", secure=True).status_code == 302


def test_signing_out_needs_a_post(bensheim: MunicipalityRef, client_for: Any) -> None:
    """A picture on some page must not sign anybody out."""
    client = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    assert client.get("/abmelden/", secure=True).status_code == 200
    assert client.get("/konto/", secure=True).status_code == 200
    assert post(client, "/abmelden/").status_code == 302
    assert client.get("/konto/", secure=True).status_code == 302
    with inside(realm_of(bensheim)):
        assert not Session.objects.filter(user_id__isnull=False, expire_date__gt=timezone.now()).exists()
        assert Entry.objects.filter(event="accounts.signed_out").count() == 1


def test_five_failures_lock_the_address_for_some_minutes(bensheim: MunicipalityRef, client_for: Any) -> None:
    """With the right password too, from any browser, and for unknown addresses just so."""
    person(bensheim, Role.GUIDE)
    pages = {}
    for email in ("guide@example.org", "nobody@example.org"):
        for _ in range(5):
            assert enter(client_for(bensheim), email, "falsch").status_code == 422
        answer = enter(client_for(bensheim), email)
        assert (answer.status_code, answer["Retry-After"]) == (429, "300")
        pages[email] = answer.content.decode()
        assert "Zu viele Versuche" in pages[email]
        assert f'value="{email}"' in pages[email]
        assert PASSWORD not in pages[email]
    assert enter(client_for(bensheim), "coordinator@example.org", "falsch").content.decode().count("Zu viele") == 0


def test_a_network_that_tries_too_often_is_told_when_to_come_again(
    bensheim: MunicipalityRef, client_for: Any, settings: Any
) -> None:
    """Whatever addresses it tries (T43)."""
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "3/m/ip"}
    statuses = [enter(client_for(bensheim), f"x{number}@example.org", "falsch").status_code for number in range(3)]
    answer = enter(client_for(bensheim), "x4@example.org", "falsch")
    assert (statuses, answer.status_code, answer["Retry-After"]) == ([422] * 3, 429, "60")
    page = answer.content.decode()
    assert "Zu viele Versuche" in page
    assert 'value="x4@example.org"' in page
    assert "falsch" not in page


def test_a_lock_in_one_town_is_none_in_another(
    bensheim: MunicipalityRef, butzbach: MunicipalityRef, client_for: Any
) -> None:
    """Counters belong to their realm."""
    for municipality in (bensheim, butzbach):
        person(municipality, Role.GUIDE)
    for _ in range(6):
        enter(client_for(bensheim), password="falsch")
    assert enter(client_for(butzbach)).status_code == 302


ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "http:evil.example", "https:/evil.example", "javascript:alert(1)", "data:text/html,x", "//evil.example@bensheim",
    "http://bensheim.kisi.localhost@evil.example/", "https://butzbach.kisi.localhost/", "https://kisi.localhost/",
    "http://bensheim.kisi.localhost/", "\thttps://evil.example", " https://evil.example", "%2F%2Fevil.example",
    "/%09/evil.example", "/\t/evil.example", "//evil%E3%80%82example", "ftp://bensheim.kisi.localhost/",
    "https://bensheim.kisi.localhost.evil.example/", "//bensheim.kisi.localhost:443@evil.example", "\x00//evil.example",
]  # fmt: skip


@pytest.mark.attack
def test_next_never_leads_elsewhere(bensheim: MunicipalityRef, client_for: Any) -> None:
    """T31: signing in, signing out and an open session stay on the host."""
    person(bensheim, Role.GUIDE)
    client = client_for(bensheim)
    here = "https://bensheim.kisi.localhost/anmelden/"
    for target in ELSEWHERE:
        for answer in (
            enter(client, next=target),
            client.get("/anmelden/", {"next": target}, secure=True),
            post(client, "/abmelden/", next=target),
        ):
            assert answer.status_code == 302, target
            location = answer["Location"].translate({9: None, 10: None, 13: None}).replace("\\", "/")
            assert urlsplit(urljoin(here, location)).netloc == "bensheim.kisi.localhost", (target, location)


def test_next_leads_back_to_the_page(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Where one wanted to go."""
    person(bensheim, Role.COORDINATOR)
    client = client_for(bensheim)
    answer = client.get("/personen/?q=a", secure=True)
    assert answer["Location"] == "/anmelden/?next=/personen/%3Fq%3Da"
    assert enter(client, "coordinator@example.org", next="/personen/?q=a")["Location"] == "/personen/?q=a"


@pytest.mark.attack
def test_the_session_cookie_is_strict(bensheim: MunicipalityRef, client_for: Any) -> None:
    """T02."""
    person(bensheim, Role.GUIDE)
    client = client_for(bensheim)
    client.get("/anmelden/", secure=True)
    enter(client)
    for name in ("__Host-kisi_session", "__Host-kisi_csrf"):
        cookie = client.cookies[name]
        assert cookie["secure"] is True
        assert cookie["httponly"] is True
        assert cookie["samesite"] == "Lax"
        assert (cookie["domain"], cookie["path"]) == ("", "/")


def test_the_key_changes_when_somebody_signs_in(bensheim: MunicipalityRef, client_for: Any) -> None:
    """A key planted before is worth nothing after (session fixation)."""
    person(bensheim, Role.GUIDE)
    client = client_for(bensheim)
    enter(client)
    first = client.cookies["__Host-kisi_session"].value
    post(client, "/abmelden/")
    enter(client)
    assert client.cookies["__Host-kisi_session"].value != first


def test_signing_in_is_in_the_audit_trail(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Who, and with what."""
    user = person(bensheim, Role.GUIDE)
    enter(client_for(bensheim))
    with inside(realm_of(bensheim)):
        entry = Entry.objects.get(event="accounts.signed_in")
    assert (entry.actor_id, entry.subject, entry.details) == (str(user.pk), user.reference, {"methods": ["password"]})


def test_passwords_of_any_length_are_answered(bensheim: MunicipalityRef, client_for: Any) -> None:
    """A megabyte is not hashed."""
    answer = enter(client_for(bensheim), password="x" * 1_000_000)
    assert answer.status_code == 422
    assert "256" in answer.content.decode()


def test_without_csrf_token_nobody_signs_in(bensheim: MunicipalityRef, client_for: Any) -> None:
    """T33; and the page says what to do."""
    person(bensheim, Role.GUIDE)
    answer = enter(client_for(bensheim, enforce_csrf_checks=True))
    assert answer.status_code == 403
    assert "Formular ist abgelaufen" in answer.content.decode()
    with inside(CENTRAL):
        assert not Session.objects.exists()
