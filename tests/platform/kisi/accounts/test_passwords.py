"""Forgotten and changed passwords."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from kisi.accounts.actions import answer_reset, request_reset, reset_password
from kisi.accounts.models import AccountSettings, PasswordReset, Session
from kisi.accounts.problems import ResetNotValid
from kisi.accounts.queries import valid_reset
from kisi.accounts.tasks import sweep_municipality_accounts
from kisi.celery import app
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.mail.models import OutgoingMail
from tests.accounts import PASSWORD, person, sign_in
from tests.servers import Servers

NEW = "ein ganz anderes Passwort"


@pytest.fixture(autouse=True)
def eager(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Tasks run where they are called; e-mails stay readable."""
    monkeypatch.setitem(app.conf, "task_always_eager", value=True)  # type: ignore[arg-type]
    settings.KISI_MAIL = "mailbox"


def post(client: Client, address: str, **data: Any) -> Any:
    return client.post(address, data, secure=True)


def newest_token() -> str:
    mail = OutgoingMail.objects.filter(kind="accounts.password_reset").latest("pk")
    found = re.search(r"/passwort-neu/([\w-]+)/", mail.text)
    assert found
    return found[1]


def requested(email: str = "guide@example.org") -> str:
    """The token sent to an address in the current realm."""
    answer_reset(reset_id=request_reset(email=email).pk)
    return newest_token()


def test_from_the_forgotten_password_to_a_new_one(bensheim: MunicipalityRef, client_for: Any) -> None:
    """All the way through the pages; other sessions end."""
    user = person(bensheim, Role.GUIDE)
    elsewhere = sign_in(client_for(bensheim), user, bensheim)
    client = client_for(bensheim)
    answer = post(client, "/passwort-vergessen/", email="Guide@example.org")
    assert answer["Location"] == "/passwort-vergessen/unterwegs/"
    with inside(realm_of(bensheim)):
        token = newest_token()
    page = client.get(f"/passwort-neu/{token}/", secure=True)
    assert page.status_code == 200
    short = post(client, f"/passwort-neu/{token}/", password="kurz")
    assert short.status_code == 422
    assert "mindestens 12 Zeichen" in short.content.decode()
    assert post(client, f"/passwort-neu/{token}/", password=NEW)["Location"] == "/anmelden/"
    assert elsewhere.get("/konto/", secure=True).status_code == 302
    assert post(client, "/anmelden/", login=user.email, password=PASSWORD).status_code == 422
    assert post(client, "/anmelden/", login=user.email, password=NEW).status_code == 302
    assert client.get(f"/passwort-neu/{token}/", secure=True).status_code == 410
    with inside(realm_of(bensheim)):
        assert OutgoingMail.objects.filter(kind="accounts.password_changed").count() == 1


def test_known_and_unknown_addresses_get_one_answer(bensheim: MunicipalityRef, client_for: Any) -> None:
    """The page does the same for both; only one mail is sent."""
    person(bensheim, Role.GUIDE)
    pages, shapes = [], []
    for email in ("guide@example.org", "nobody@example.org"):
        client = client_for(bensheim)
        shapes.append(statements_of_page(client, email))
        pages.append(client.get("/passwort-vergessen/unterwegs/", secure=True).content)
    assert pages[0] == pages[1]
    assert shapes[0] == shapes[1]


def statements_of_page(client: Client, email: str) -> list[str]:
    """What the page itself asks of the database; the answer is a task's work."""
    from django.db import connection

    seen: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql.split(" WHERE", maxsplit=1)[0])
        return execute(sql, params, many, context)

    app.conf.task_always_eager = False
    with connection.execute_wrapper(note):
        assert post(client, "/passwort-vergessen/", email=email).status_code == 302
    app.conf.task_always_eager = True
    return seen


@pytest.mark.parametrize("who", ["unknown", "deactivated"])
def test_nobody_else_gets_a_mail(in_bensheim: MunicipalityRef, who: str) -> None:
    """Neither an unknown address nor a deactivated account."""
    if who == "deactivated":
        person(in_bensheim, Role.GUIDE, is_active=False)
    reset = request_reset(email="guide@example.org")
    answer_reset(reset_id=reset.pk)
    reset.refresh_from_db()
    assert reset.handled_at is not None
    assert reset.token_hash is None
    assert not OutgoingMail.objects.exists()


def test_a_request_is_answered_once(in_bensheim: MunicipalityRef) -> None:
    """However often a worker is woken."""
    person(in_bensheim, Role.GUIDE)
    reset = request_reset(email="guide@example.org")
    for _ in range(3):
        answer_reset(reset_id=reset.pk)
    assert OutgoingMail.objects.count() == 1


def test_the_sweeper_answers_what_no_wake_up_reached(in_bensheim: MunicipalityRef) -> None:
    """And deletes old requests, which hold addresses of strangers."""
    person(in_bensheim, Role.GUIDE)
    request_reset(email="guide@example.org")
    sweep_municipality_accounts.delay()
    assert not OutgoingMail.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        sweep_municipality_accounts.delay()
        assert OutgoingMail.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        sweep_municipality_accounts.delay()
        assert not PasswordReset.objects.exists()


def test_a_link_expires(in_bensheim: MunicipalityRef) -> None:
    """After as many hours as the settings say."""
    AccountSettings(reset_hours=1).save()
    person(in_bensheim, Role.GUIDE)
    token = requested()
    assert valid_reset(token)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert valid_reset(token) is None
        with pytest.raises(ResetNotValid):
            reset_password(token=token, password=NEW)


def test_one_used_link_makes_the_others_worthless(in_bensheim: MunicipalityRef) -> None:
    """Somebody who asked three times leaves nothing lying about."""
    user = person(in_bensheim, Role.GUIDE)
    tokens = [requested() for _ in range(3)]
    reset_password(token=tokens[1], password=NEW)
    for token in tokens:
        with pytest.raises(ResetNotValid):
            reset_password(token=token, password="x")
    user.refresh_from_db()
    assert user.check_password(NEW)


@pytest.mark.attack
def test_a_link_is_worth_nothing_elsewhere(
    database: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef, client_for: Any
) -> None:
    """T04: not even where user and request were copied."""
    person(bensheim, Role.GUIDE)
    with inside(realm_of(bensheim)):
        token = requested()
    with database.superuser_connection() as admin:
        for schema in (butzbach.schema, "public"):
            for table in ("accounts_user", "accounts_passwordreset"):
                admin.execute(
                    f"INSERT INTO {schema}.{table} OVERRIDING SYSTEM VALUE SELECT * FROM {bensheim.schema}.{table}"
                )
    for municipality in (butzbach, None):
        client = client_for(municipality)
        assert client.get(f"/passwort-neu/{token}/", secure=True).status_code == 410
        assert post(client, f"/passwort-neu/{token}/", password=NEW).status_code == 410
        with inside(realm_of(municipality) if municipality else CENTRAL):
            assert PasswordReset.objects.filter(used_at=None).count() == 1
    assert client_for(bensheim).get(f"/passwort-neu/{token}/", secure=True).status_code == 200


def test_asking_too_often_is_refused(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Nobody's mailbox is flooded; the address stays typed."""
    person(bensheim, Role.GUIDE)
    client = client_for(bensheim)
    answers = [post(client, "/passwort-vergessen/", email="guide@example.org") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    page = answers[-1].content.decode()
    assert "Zu viele Versuche" in page
    assert 'value="guide@example.org"' in page
    assert int(answers[-1]["Retry-After"]) > 0


def test_changing_the_own_password_keeps_this_session_and_ends_the_others(
    bensheim: MunicipalityRef, client_for: Any
) -> None:
    """With the old one; a wrong old one or the same new one is refused."""
    user = person(bensheim, Role.GUIDE)
    here, elsewhere = (sign_in(client_for(bensheim), user, bensheim) for _ in range(2))
    wrong = post(here, "/konto/passwort/", old_password="falsch", password=NEW)
    same = post(here, "/konto/passwort/", old_password=PASSWORD, password=PASSWORD)
    assert (wrong.status_code, same.status_code) == (422, 422)
    assert post(here, "/konto/passwort/", old_password=PASSWORD, password=NEW).status_code == 302
    assert here.get("/konto/", secure=True).status_code == 200
    assert elsewhere.get("/konto/", secure=True).status_code == 302
    with inside(realm_of(bensheim)):
        assert Session.objects.filter(user_id=user.pk, expire_date__gt=timezone.now()).count() == 1


@pytest.mark.parametrize(
    "password",
    ["kurz", "123456789012", "passwortpasswort" * 20, "guide@example.org", "elif demir elif", "aaaabbbbccccdddd"],
)
def test_easy_passwords_are_refused(bensheim: MunicipalityRef, client_for: Any, password: str) -> None:
    """Short, known, endless, or the own name; the message is German."""
    user = person(bensheim, Role.GUIDE)
    client = sign_in(client_for(bensheim), user, bensheim)
    answer = post(client, "/konto/passwort/", old_password=PASSWORD, password=password)
    assert answer.status_code == 422
    assert "password is" not in answer.content.decode()
