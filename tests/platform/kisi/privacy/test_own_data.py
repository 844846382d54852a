"""Everything about the person who asks, and nothing about anybody else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kisi.accounts.models import User
from kisi.audit.actions import record
from kisi.audit.models import Entry
from kisi.core.actors import Actor
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.mail.models import OutgoingMail
from kisi.notifications.models import Notice
from tests.accounts import person, sign_in
from tests.tenants.needs.test_actions import a_need

PAGE = "/konto/daten/"


@pytest.fixture
def elif_(bensheim: MunicipalityRef) -> User:
    """A guide with a notice, an e-mail, something done, and a need she is responsible for; and a colleague's rows."""
    user, other = person(bensheim, Role.GUIDE), person(bensheim, Role.COORDINATOR)
    with inside(realm_of(bensheim)), transaction.atomic():
        for somebody in (user, other):
            Notice.objects.create(recipient=somebody, kind="tests.kind", title=f"Hinweis an {somebody.name}")
            OutgoingMail.objects.create(
                key=f"k{somebody.pk}",
                kind="tests.kind",
                recipient=somebody.email,
                subject=f"Post an {somebody.name}",
                text="https://example.org/geheim",
                next_attempt_at=timezone.now(),
            )
            record("tests.done", by=somebody.actor, subject=f"tests.of:{somebody.pk}")
        record("tests.done", by=Actor("client", str(user.pk), "Programm"), subject="tests.of:program")
        a_need(responsible=user)
    return user


@pytest.fixture
def client(bensheim: MunicipalityRef, client_for: Any, elif_: User) -> Client:
    """Her browser."""
    return sign_in(client_for(bensheim), elif_, bensheim)


def told(client: Client) -> dict[str, Any]:
    answer = client.get(f"{PAGE}datei/", secure=True)
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return json.loads(answer.content)


def rows(file: dict[str, Any], what: str, *, mentioned: bool = False) -> list[dict[str, Any]]:
    return [
        row for part in file["angaben"] if part["was"] == what and part["nur_genannt"] == mentioned
        for row in part["eintraege"]
    ]  # fmt: skip


def test_the_file_holds_account_notices_mail_and_trail(client: Client, elif_: User) -> None:
    """With purpose, legal basis and period beside each."""
    file = told(client)
    (account,) = rows(file, "Konten")
    assert account["E-Mail-Adresse"] == elif_.email
    assert account["Rolle"] == "Integrationsguide"
    assert "Hinweis an Elif Demir" in [row["Titel"] for row in rows(file, "Hinweise")]
    assert [row["Betreff"] for row in rows(file, "E-Mails")] == ["Post an Elif Demir"]
    assert {row["Gegenstand"] for row in rows(file, "Prüfprotokoll")} >= {f"tests.of:{elif_.pk}"}
    assert all(part["zweck"] and part["rechtsgrundlage"] and part["frist"] for part in file["angaben"])


def test_rows_that_only_name_the_person_tell_that_and_no_more(client: Client) -> None:
    """The need itself is not about her."""
    (need,) = [row for row in rows(told(client), "Bedarfe", mentioned=True) if "Angelegt von" in row]
    assert need.keys() == {"Nummer", "Angelegt von"}
    assert need["Angelegt von"] == "Elif Demir"


def test_nothing_of_a_colleague_and_no_secret_is_in_it(client: Client, elif_: User) -> None:
    """Nor what a program did whose key happens to be hers."""
    text = json.dumps(told(client), ensure_ascii=False)
    assert "Marta Klein" not in text
    assert "tests.of:program" not in text
    assert "geheim" not in text
    assert elif_.password not in text
    assert "argon2" not in text


def test_taking_it_is_recorded(client: Client, bensheim: MunicipalityRef, elif_: User) -> None:
    """As JSON by its own event, as a table as every list."""
    file = told(client)
    client.get(f"{PAGE}?format=csv", secure=True)
    with inside(realm_of(bensheim)):
        taken = Entry.objects.get(event="privacy.own_data_exported")
        assert (taken.is_read, taken.subject) == (True, elif_.reference)
        assert taken.details["rows"] == sum(len(part["eintraege"]) for part in file["angaben"])
        assert Entry.objects.filter(event="audit.list_exported").count() == 1


def test_the_table_holds_the_same(client: Client) -> None:
    """One value a row."""
    text = client.get(f"{PAGE}?format=csv", secure=True).content.decode()
    assert "Hinweis an Elif Demir" in text
    assert "Marta Klein" not in text


def test_the_page_says_where_one_occurs_and_asks_little(client: Client, bensheim: MunicipalityRef) -> None:
    """One statement counts in all tables."""
    client.get(PAGE, secure=True)
    with inside(realm_of(bensheim)), CaptureQueriesContext(connection) as asked:
        page = client.get(PAGE, secure=True).content.decode()
    assert "Prüfprotokoll" in page
    assert "Bedarfe" in page
    assert "Wünsche zu Hinweisen" not in page
    assert page.count('<th scope="row">Bedarfe</th>') == 1
    assert len(asked) <= 8, [query["sql"] for query in asked.captured_queries]


def test_on_the_public_host_as_well(client_for: Any) -> None:
    """Other tables, the same file."""
    operator = sign_in(client_for(None), person(None, Role.OPERATOR), None)
    assert rows(told(operator), "Konten")[0]["Name"] == "Tariq Aziz"
    assert operator.get(PAGE, secure=True).status_code == 200
