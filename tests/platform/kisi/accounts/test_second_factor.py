"""Codes from an app, recovery codes, and the rule that staff need a second factor."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from kisi.accounts.models import Session, User
from kisi.audit.models import Entry
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.mail.models import OutgoingMail
from tests.accounts import PASSWORD, person
from tests.servers import Servers

SET_UP = "/konto/zweiter-faktor/"


def post(client: Client, address: str, **data: Any) -> Any:
    return client.post(address, data, secure=True)


def get(client: Client, address: str) -> Any:
    return client.get(address, secure=True)


def code_of(secret: str, *, steps: int = 0) -> str:
    """What the app would show now, or ``steps`` times 30 seconds later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def sign_in_with_password(client: Client, email: str = "guide@example.org") -> Any:
    return post(client, "/anmelden/", login=email, password=PASSWORD)


def confirm(client: Client, address: str) -> Any:
    """The page after the password was asked once more."""
    answer = get(client, address)
    assert answer["Location"].startswith("/konto/bestaetigen/passwort/?next=")
    return post(client, answer["Location"], password=PASSWORD, next=address)


def set_up_app(client: Client) -> tuple[str, list[str]]:
    """Secret and recovery codes of a new app."""
    assert confirm(client, f"{SET_UP}app/")["Location"] == f"{SET_UP}app/"
    page = get(client, f"{SET_UP}app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert secret
    answer = post(client, f"{SET_UP}app/", code=code_of(secret[1]))
    assert answer["Location"] == f"{SET_UP}notfallcodes/"
    codes = re.findall(r"<code>(\d{8})</code>", get(client, f"{SET_UP}notfallcodes/").content.decode())
    assert len(codes) == 10
    return secret[1], codes


@pytest.fixture
def guide(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """Elif's browser, signed in by password."""
    person(bensheim, Role.GUIDE)
    client: Client = client_for(bensheim)
    assert sign_in_with_password(client).status_code == 302
    return client


def test_an_app_is_set_up_and_asked_for(guide: Client, bensheim: MunicipalityRef, client_for: Any) -> None:
    """The password alone no longer signs in."""
    secret, _codes = set_up_app(guide)
    other = client_for(bensheim)
    assert sign_in_with_password(other)["Location"] == "/anmelden/zweiter-faktor/"
    assert get(other, "/konto/").status_code == 302
    wrong = post(other, "/anmelden/zweiter-faktor/", code="000000")
    assert wrong.status_code == 422
    assert "Der Code stimmt nicht" in wrong.content.decode()
    assert post(other, "/anmelden/zweiter-faktor/", code=code_of(secret, steps=1))["Location"] == "/"
    assert get(other, "/konto/").status_code == 200
    with inside(realm_of(bensheim)):
        entry = Entry.objects.filter(event="accounts.signed_in").latest("sequence")
        assert entry.details == {"methods": ["password", "totp"]}
        assert Entry.objects.filter(event="accounts.totp_added").count() == 1
        assert OutgoingMail.objects.filter(kind="accounts.totp_added").count() == 1


def test_the_second_step_offers_what_this_person_has(guide: Client, bensheim: MunicipalityRef, client_for: Any) -> None:
    """No button for a passkey nobody set up; a way on for who lost everything, and for another account."""
    set_up_app(guide)
    other = client_for(bensheim)
    sign_in_with_password(other)
    page = get(other, "/anmelden/zweiter-faktor/").content.decode()
    assert "Mit Passkey bestätigen" not in page
    assert "Handy oder Schlüssel verloren" in page
    assert get(other, "/anmelden/")["Location"] == "/anmelden/zweiter-faktor/"
    assert post(other, "/anmelden/zweiter-faktor/", anderes_konto="ja")["Location"] == "/anmelden/"
    assert get(other, "/anmelden/").status_code == 200


def test_the_code_to_scan_is_on_white(guide: Client) -> None:
    """Black squares on a dark page are none for a camera."""
    confirm(guide, f"{SET_UP}app/")
    assert '<img class="k-qr"' in get(guide, f"{SET_UP}app/").content.decode()


def test_a_code_works_once(guide: Client, bensheim: MunicipalityRef, client_for: Any) -> None:
    """Somebody who looked over the shoulder is late."""
    secret, _codes = set_up_app(guide)
    code = code_of(secret, steps=1)
    for expected in (302, 422):
        client = client_for(bensheim)
        sign_in_with_password(client)
        assert post(client, "/anmelden/zweiter-faktor/", code=code).status_code == expected


def test_a_recovery_code_works_once_and_is_shown_once(
    guide: Client, bensheim: MunicipalityRef, client_for: Any
) -> None:
    """And the page says how many are left."""
    _secret, codes = set_up_app(guide)
    assert codes[0] not in get(guide, f"{SET_UP}notfallcodes/").content.decode()
    for expected in (302, 422):
        client = client_for(bensheim)
        sign_in_with_password(client)
        assert post(client, "/anmelden/zweiter-faktor/", code=codes[0]).status_code == expected
    assert "Noch 9 Codes" in get(guide, SET_UP).content.decode()


def test_guessing_codes_is_slowed_down(guide: Client, bensheim: MunicipalityRef, client_for: Any) -> None:
    """Five wrong ones, then the right one is refused too."""
    secret, _codes = set_up_app(guide)
    client = client_for(bensheim)
    sign_in_with_password(client)
    for _ in range(5):
        assert post(client, "/anmelden/zweiter-faktor/", code="000000").status_code == 422
    answer = post(client, "/anmelden/zweiter-faktor/", code=code_of(secret, steps=1))
    assert answer.status_code == 429
    assert "Zu viele Versuche" in answer.content.decode()


def test_secrets_are_encrypted(guide: Client, bensheim: MunicipalityRef) -> None:
    """Who reads the table cannot make codes."""
    secret, codes = set_up_app(guide)
    with inside(realm_of(bensheim)):
        stored = " ".join(str(row.data) for row in Authenticator.objects.all())
    assert secret not in stored
    assert not any(code in stored for code in codes)


@pytest.mark.attack
def test_a_copied_factor_is_worth_nothing_in_another_town(
    guide: Client, database: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef, client_for: Any
) -> None:
    """T04: with user, password and factor copied, the code of the one town does not fit in the other."""
    secret, codes = set_up_app(guide)
    with database.superuser_connection() as admin:
        for table in ("accounts_user", "mfa_authenticator"):
            admin.execute(
                f"INSERT INTO {butzbach.schema}.{table} OVERRIDING SYSTEM VALUE SELECT * FROM {bensheim.schema}.{table}"
            )
    client = client_for(butzbach)
    assert sign_in_with_password(client)["Location"] == "/anmelden/zweiter-faktor/"
    for code in (code_of(secret, steps=1), codes[0]):
        assert post(client, "/anmelden/zweiter-faktor/", code=code).status_code == 422


def test_where_it_is_required_nothing_else_works_before(guide: Client, settings: Any) -> None:
    """Only setting it up, and signing out."""
    settings.KISI_SECOND_FACTOR_REQUIRED = True
    for address in ("/", "/personen/", "/konto/", "/konto/passwort/"):
        assert get(guide, address)["Location"] == SET_UP
    page = get(guide, SET_UP).content.decode()
    assert "Bitte richten Sie einen zweiten Faktor ein" in page
    set_up_app(guide)
    assert get(guide, "/konto/").status_code == 200
    assert "Bitte richten Sie" not in get(guide, SET_UP).content.decode()


def test_the_rule_is_asked_of_the_database_only_until_it_is_kept(
    guide: Client, settings: Any, bensheim: MunicipalityRef
) -> None:
    """No further statement for every page: session, account, unread notices and hidden areas are asked for anyway."""
    from django.db import connection

    settings.KISI_SECOND_FACTOR_REQUIRED = True
    set_up_app(guide)
    get(guide, "/konto/passwort/")
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert get(guide, "/konto/passwort/").status_code == 200
    assert not [sql for sql in asked if "mfa_authenticator" in sql]
    assert len(asked) == 4


def test_removing_the_last_factor_asks_for_a_new_one(guide: Client, settings: Any, bensheim: MunicipalityRef) -> None:
    """At once, and with the password asked before."""
    settings.KISI_SECOND_FACTOR_REQUIRED = True
    set_up_app(guide)
    assert get(guide, "/konto/").status_code == 200
    assert post(guide, f"{SET_UP}app/entfernen/").status_code == 302
    assert get(guide, "/konto/")["Location"] == SET_UP
    with inside(realm_of(bensheim)):
        assert not Authenticator.objects.exists()


def test_a_coordinator_removes_the_factors_of_somebody_who_lost_their_phone(
    guide: Client, bensheim: MunicipalityRef, client_for: Any
) -> None:
    """The person is signed out everywhere, is told, and signs in with the password."""
    set_up_app(guide)
    user = person(bensheim, Role.GUIDE)
    person(bensheim, Role.COORDINATOR)
    coordinator = client_for(bensheim)
    sign_in_with_password(coordinator, "coordinator@example.org")
    assert "Zweite Faktoren entfernen" in get(coordinator, f"/personen/{user.pk}/").content.decode()
    assert post(coordinator, f"/personen/{user.pk}/faktoren-entfernen/").status_code == 302
    assert get(guide, "/konto/").status_code == 302
    with inside(realm_of(bensheim)):
        assert not Session.objects.filter(user_id=user.pk, expire_date__gt=timezone.now()).exists()
        assert "Marta Klein" in OutgoingMail.objects.get(kind="accounts.factors_removed").text
    assert sign_in_with_password(client_for(bensheim))["Location"] == "/"


def test_setting_up_needs_the_password_again(guide: Client, bensheim: MunicipalityRef) -> None:
    """An open screen is not enough, and wrong passwords are counted."""
    for address in (f"{SET_UP}app/", f"{SET_UP}passkeys/neu/"):
        answer = get(guide, address)
        assert answer["Location"].startswith("/konto/bestaetigen/passwort/")
        assert post(guide, answer["Location"], password="falsch").status_code == 422
    with inside(realm_of(bensheim)):
        assert not Authenticator.objects.exists()
        assert User.objects.count() == 1
