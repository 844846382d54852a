"""E-mail is a row first: sent after the commit, tried again, never sent twice by two workers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from kisi.celery import app
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.mail.actions import ATTEMPTS, delay_after, deliver
from kisi.mail.letters import Letter
from kisi.mail.models import OutgoingMail
from kisi.mail.outbox import post
from kisi.mail.tasks import sweep_all_mail
from tests.platform.kisi.mail.smtp_server import MailServer, mail_server

LETTER = Letter(
    kind="tests.letter",
    subject="Ihr Termin\nam Montag",
    greeting="Guten Tag Elif Demir,",
    paragraphs=("Text mit <b>Zeichen</b> & Umlauten: äöüß.",),
    button_label="Öffnen",
    button_url="http://bensheim.kisi.localhost:8000/x/?a=1&b=2",
)


@pytest.fixture
def smtp(settings: Any) -> Iterator[MailServer]:
    """A mail server that Django sends to."""
    with mail_server() as server:
        settings.MAILERS = server.mailers
        yield server


def posted(key: str = "x:1") -> OutgoingMail:
    with transaction.atomic():
        return post(LETTER, to="elif@example.org", key=key)


def test_a_posted_mail_arrives(in_bensheim: MunicipalityRef, smtp: MailServer) -> None:
    """Through a real SMTP conversation, with both parts, the emblem and the statement."""
    mail = posted()
    assert deliver(mail.pk) is True
    (message,) = smtp.received
    assert message["Subject"] == "Ihr Termin am Montag"
    assert message["To"] == "elif@example.org"
    assert message["From"] == "KISI Bensheim <kisi@kisi.localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "Text mit <b>Zeichen</b> & Umlauten: äöüß." in text
    assert "http://bensheim.kisi.localhost:8000/x/?a=1&b=2" in text
    assert "Text mit &lt;b&gt;Zeichen&lt;/b&gt; &amp; Umlauten: äöüß." in html
    for part in (text, html):
        assert "Kofinanziert von der Europäischen Union" in part
        assert "Guten Tag Elif Demir," in part
    emblem = next(part for part in message.walk() if part.get_content_type() == "image/png")
    assert emblem["Content-ID"] == "<emblem>"
    assert 'src="cid:emblem"' in html


def test_a_sent_mail_keeps_no_text(in_bensheim: MunicipalityRef, smtp: MailServer) -> None:
    """Its links may sign somebody in."""
    mail = posted()
    deliver(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.text, mail.html, mail.problem) == ("sent", "", "", "")
    assert mail.sent_at is not None


def test_the_same_key_is_one_mail(in_bensheim: MunicipalityRef) -> None:
    """An action that is repeated sends once."""
    assert posted().pk == posted().pk
    assert OutgoingMail.objects.count() == 1


def test_a_sent_mail_is_not_sent_again(in_bensheim: MunicipalityRef, smtp: MailServer) -> None:
    """Whatever wakes the worker a second time."""
    mail = posted()
    deliver(mail.pk)
    assert deliver(mail.pk) is False
    assert len(smtp.received) == 1


def test_eight_workers_send_one_mail_once(bensheim: MunicipalityRef, smtp: MailServer) -> None:
    """The row is locked while it is sent."""
    with inside(realm_of(bensheim)):
        mail = posted()
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        with inside(realm_of(bensheim)):
            deliver(mail.pk)
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(smtp.received) == 1


def test_a_refused_mail_is_tried_again_and_given_up_at_last(in_bensheim: MunicipalityRef, smtp: MailServer) -> None:
    """With growing pauses; the row says why."""
    smtp.answer = "550 no such user"
    mail = posted()
    for attempt in range(1, ATTEMPTS + 1):
        before = timezone.now()
        assert deliver(mail.pk) is False
        mail.refresh_from_db()
        assert mail.attempts == attempt
        assert "no such user" in mail.problem
        if attempt < ATTEMPTS:
            assert mail.next_attempt_at >= before + delay_after(attempt)
    assert mail.state == "failed"
    assert deliver(mail.pk) is False


def test_no_mail_server_is_a_problem_and_no_error(in_bensheim: MunicipalityRef, settings: Any) -> None:
    """The mail waits."""
    with mail_server() as server:
        settings.MAILERS = server.mailers
    mail = posted()
    assert deliver(mail.pk) is False
    mail.refresh_from_db()
    assert mail.state == "waiting"
    assert mail.problem.startswith("ConnectionRefusedError")


def test_a_rolled_back_action_sends_nothing(in_bensheim: MunicipalityRef) -> None:
    """The row goes with it."""
    with transaction.atomic():
        post(LETTER, to="elif@example.org", key="x:1")
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


def test_a_worker_is_woken_at_commit(in_bensheim: MunicipalityRef, smtp: MailServer, eager: None) -> None:
    """Not before: the row would not be there yet."""
    with transaction.atomic():
        post(LETTER, to="elif@example.org", key="x:1")
        assert smtp.received == []
    assert len(smtp.received) == 1


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks run where they are called."""
    monkeypatch.setitem(app.conf, "task_always_eager", value=True)  # type: ignore[arg-type]


def test_the_sweeper_sends_what_no_wake_up_reached(
    bensheim: MunicipalityRef, butzbach: MunicipalityRef, smtp: MailServer, request: pytest.FixtureRequest
) -> None:
    """In every schema, each mail as its own sender, and only when its time has come."""
    for realm in (realm_of(bensheim), realm_of(butzbach), CENTRAL):
        with inside(realm):
            posted()
    request.getfixturevalue("eager")
    with inside(CENTRAL):
        sweep_all_mail.delay()
        assert smtp.received == []
        with time_machine.travel(timezone.now() + timedelta(minutes=3)):
            sweep_all_mail.delay()
            sweep_all_mail.delay()
    assert sorted(message["From"].split(" <")[0] for message in smtp.received) == [
        "KISI Bensheim",
        "KISI Butzbach",
        "KISI Hessen",
    ]


def test_in_the_demo_mail_is_only_kept(
    in_bensheim: MunicipalityRef, smtp: MailServer, settings: Any, eager: None
) -> None:
    """The mailbox page shows it; nothing leaves the machine."""
    settings.KISI_MAIL = "mailbox"
    mail = posted()
    assert mail.state == "kept"
    assert deliver(mail.pk) is False
    assert smtp.received == []
    assert "Öffnen" in mail.text
