"""The public host's first page, its texts, and what the operator sees of the platform."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kisi.core.actors import SYSTEM
from kisi.core.realms import CENTRAL, MunicipalityRef, inside
from kisi.core.roles import Role
from kisi.tenancy.models import RejectedTask, TaskRun
from shared.municipalities.models import Municipality
from shared.operation.actions import keep_report
from shared.operation.models import Check, PlatformTexts
from shared.operation.reports import Finding, Report
from shared.operation.texts import IMPRINT
from shared.operation.vocabulary import CheckKind
from tests.accounts import person, sign_in
from tests.servers import Servers


@pytest.fixture
def operator(database: Servers, client_for: Any) -> Client:
    """The operator's browser."""
    return sign_in(client_for(None), person(None, Role.OPERATOR), None)


def text(answer: Any) -> str:
    """A page without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_first_page_is_for_everybody(client_for: Any, database: Servers) -> None:
    """With ways to sign-in, API, texts, and the EU's emblem; who is signed in sees the desk."""
    browser = client_for(None)
    page = browser.get("/", secure=True)
    assert page.status_code == 200
    for link in ("/anmelden/", "/api/v1/docs", "/impressum/", "/datenschutz/", "/barrierefreiheit/"):
        assert f'href="{link}"' in page.content.decode(), link
        assert browser.get(link, secure=True).status_code == 200
    assert "Kofinanziert von der Europäischen Union" in text(page)
    assert browser.post("/", secure=True).status_code == 405
    sign_in(browser, person(None, Role.TEMPLATE_EDITOR), None)
    assert "Ute Franke" in text(browser.get("/", secure=True))


@pytest.mark.parametrize(
    ("role", "cards"),
    [
        (Role.OPERATOR, {"towns", "onboardings", "health"}),
        (Role.MINISTRY_ANALYST, {"towns", "onboardings"}),
        (Role.AMIF_REPORTER, {"towns", "onboardings"}),
        (Role.TEMPLATE_EDITOR, set()),
    ],
)
def test_the_start_page_shows_each_role_its_cards(
    client_for: Any, role: Role, cards: set[str], database: Servers
) -> None:
    """Of the cards declared here; others may come along."""
    browser = sign_in(client_for(None), person(None, role), None)
    page = browser.get("/", secure=True)
    shown = {card.key for card in page.context["shell"].start_cards}
    assert shown & {"towns", "onboardings", "health"} == cards


def test_the_operators_start_page_asks_little(operator: Client, database: Servers) -> None:
    """Every card has its queries; their number must not grow with the number of towns."""
    operator.get("/", secure=True)
    with inside(CENTRAL), CaptureQueriesContext(connection) as seen:
        operator.get("/", secure=True)
    assert len(seen) <= 10, [query["sql"] for query in seen]


def test_the_state_of_the_platform(operator: Client, bensheim: MunicipalityRef) -> None:
    """Nothing seen yet, then a sign of life, then silence; migrations and findings by name."""
    page = text(operator.get("/betrieb/", secure=True))
    assert "Arbeitsprozess noch nicht gesehen" in page
    assert "Prüfprotokolle unversehrt noch nicht geprüft" in page
    assert "alle auf dem Stand" in page
    with inside(CENTRAL):
        now = timezone.now()
        TaskRun.objects.create(task="kisi.tenancy.heartbeat", started_at=now, finished_at=now)
        Municipality.objects.filter(pk=bensheim.id).update(schema_state="older")
        found = Report(4, (Finding("Bensheim", "Zeile 3: Diese Zeile fehlt."),))
        check = keep_report(CheckKind.AUDIT, found, by=SYSTEM, started_at=now)
    page = text(operator.get("/betrieb/", secure=True))
    assert "Arbeitsprozess arbeitet" in page
    assert "Zeitgeber arbeitet" in page
    assert "1 Kommune zurück" in page
    assert "1 Befund" in page
    assert "Zeile 3: Diese Zeile fehlt." in text(operator.get(f"/betrieb/pruefungen/{check.pk}/", secure=True))
    with inside(CENTRAL):
        long_ago = timezone.now() - timedelta(hours=1)
        TaskRun.objects.update(started_at=long_ago, finished_at=long_ago)
    assert "Arbeitsprozess meldet sich nicht" in text(operator.get("/betrieb/", secure=True))


def test_queues_and_a_broker_that_is_gone(operator: Client, database: Servers, settings: Any) -> None:
    """Lengths as they are; nobody there is a sentence and comes within the limit."""
    import redis

    with redis.Redis.from_url(settings.KISI_REDIS_URL) as client:
        client.lpush("provisioning", "a", "b")
        page = text(operator.get("/betrieb/", secure=True))
        client.delete("provisioning")
    assert "Kommunen aufnehmen 2 wartend" in page
    assert "Kommunen verabschieden 0 wartend" in page
    settings.KISI_REDIS_URL = "redis://127.0.0.1:1/0"
    answer = operator.get("/betrieb/", secure=True)
    assert answer.status_code == 200
    assert "Der Nachrichtenverteiler antwortet nicht" in text(answer)


def test_a_check_is_started_from_the_page(operator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, under the operator's name; unknown ones are 404."""
    monkeypatch.setattr("shared.operation.actions.checks._wake", lambda _check: None)
    for _twice in range(2):
        answer = operator.post("/betrieb/pruefungen/audit/starten/", secure=True)
    with inside(CENTRAL):
        check = Check.objects.get()
    assert (check.kind, check.requested_by) == ("audit", "Tariq Aziz")
    assert answer["Location"] == f"/betrieb/pruefungen/{check.pk}/"
    assert "Das Ergebnis steht noch aus" in text(operator.get(answer["Location"], secure=True))
    assert operator.post("/betrieb/pruefungen/king/starten/", secure=True).status_code == 404
    assert operator.get("/betrieb/pruefungen/audit/starten/", secure=True).status_code == 405
    unknown = "00000000-0000-4000-8000-000000000000"
    assert operator.get(f"/betrieb/pruefungen/{unknown}/", secure=True).status_code == 404


def test_jobs_of_every_kind_in_one_list(operator: Client, database: Servers) -> None:
    """Filtered by kind and state."""
    with inside(CENTRAL):
        keep_report(CheckKind.MAIL, Report(1), by=SYSTEM, started_at=timezone.now())
        Check.objects.create(kind=CheckKind.AUDIT, state="failed", requested_by="x", problem="OSError: kaputt")
    for query, expected in (
        ({}, {"E-Mails werden zugestellt", "Prüfprotokolle unversehrt"}),
        ({"state": "failed"}, {"Prüfprotokolle unversehrt"}),
        ({"kind": "onboarding"}, set()),
        ({"q": "kaputt"}, {"Prüfprotokolle unversehrt"}),
    ):
        answer = operator.get("/betrieb/auftraege/", query, secure=True)
        assert {line.cells[0].value for line in answer.context["list"].lines} == expected, query
    assert operator.get("/betrieb/auftraege/", {"q": "\x00"}, secure=True).status_code == 422


def test_rejected_tasks_say_why(operator: Client, database: Servers) -> None:
    """In words, with the kernel's reason beside."""
    with inside(CENTRAL):
        RejectedTask.objects.create(task="a.b", message_id="1", reason="the message names no realm")
        RejectedTask.objects.create(task="a.c", message_id="2", reason='Signature "x" does not match')
        RejectedTask.objects.create(task="a.d", message_id="3", reason="999")
    page = text(operator.get("/betrieb/abgewiesen/", secure=True))
    for sentence in ("sagt nicht, für welche Kommune", "nicht mit unserem Schlüssel", "gibt es nicht oder nicht mehr"):
        assert sentence in page


def test_texts_are_written_and_the_default_is_not_stored(operator: Client, client_for: Any) -> None:
    """Escaped, with paragraphs; an untouched default stays a default."""
    form = operator.get("/betrieb/texte/", secure=True).context["form"]
    assert form.initial["imprint"] == IMPRINT
    sent = {**form.initial, "imprint": "Land Hessen\n\n<b>Wiesbaden</b>", "contact_email": "barriere@land.example"}
    assert operator.post("/betrieb/texte/", sent, secure=True).status_code == 302
    with inside(CENTRAL):
        texts = PlatformTexts.objects.get()
    assert (texts.privacy, texts.about) == ("", "")
    page = client_for(None).get("/impressum/", secure=True).content.decode()
    assert "<p>Land Hessen</p>" in page
    assert "&lt;b&gt;Wiesbaden" in page
    assert "mailto:barriere@land.example" in client_for(None).get("/barrierefreiheit/", secure=True).content.decode()
    wrong = operator.post("/betrieb/texte/", {**sent, "contact_email": "barriere"}, secure=True)
    assert wrong.status_code == 422
    assert "Land Hessen" in wrong.content.decode()
    assert operator.post("/betrieb/texte/", {**sent, "about": "x" * 5_001}, secure=True).status_code == 422
