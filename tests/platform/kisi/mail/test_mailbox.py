"""The demo's mailbox."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.mail.letters import Letter
from kisi.mail.models import OutgoingMail
from kisi.mail.outbox import post
from tests.accounts import person, sign_in


def posted(subject: str, **more: Any) -> OutgoingMail:
    script = "<script>alert(1)</script>"
    letter = Letter(kind="x.y", subject=subject, greeting="Guten Tag,", paragraphs=(script,), **more)
    with transaction.atomic():
        return post(letter, to="elif@example.org", key=subject)


@pytest.fixture
def operator(client_for: Any, settings: Any) -> Client:
    """The operator's browser in a demo."""
    settings.KISI_MAIL = "mailbox"
    return sign_in(client_for(None), person(None, Role.OPERATOR), None)


def get(client: Client, address: str) -> Any:
    return client.get(address, secure=True)


def test_each_mailbox_shows_its_own(operator: Client, bensheim: MunicipalityRef, butzbach: MunicipalityRef) -> None:
    """The public host's, or the chosen municipality's."""
    subjects = {"bensheim": "Aus Bensheim", "butzbach": "Aus Butzbach", "": "Von nirgendwo sonst"}
    for realm in (realm_of(bensheim), realm_of(butzbach), CENTRAL):
        with inside(realm):
            posted(subjects[realm.municipality.slug if realm.municipality else ""])
    for slug, own in subjects.items():
        page = get(operator, f"/postfach/?kommune={slug}").content.decode()
        assert [subject for subject in subjects.values() if subject in page] == [own]


def test_a_mail_is_read_with_its_link(operator: Client, bensheim: MunicipalityRef) -> None:
    """As text, and as HTML in which nothing can run."""
    with inside(realm_of(bensheim)):
        mail = posted(
            "Ihr Zugang", button_label="Öffnen", button_url="http://bensheim.kisi.localhost:8000/einladung/abc/"
        )
    text = get(operator, f"/postfach/{mail.pk}/?kommune=bensheim").content.decode()
    assert '<a href="http://bensheim.kisi.localhost:8000/einladung/abc/"' in text
    assert "<script>alert" not in text
    answer = get(operator, f"/postfach/{mail.pk}/html/?kommune=bensheim")
    assert "<script>alert" not in answer.content.decode()
    assert "data:image/png;base64," in answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy


@pytest.mark.parametrize("address", ["/postfach/?kommune=x", "/postfach/987654/", "/postfach/1/?kommune=x"])
def test_what_is_not_there_is_not_found(operator: Client, address: str) -> None:
    """404."""
    assert get(operator, address).status_code == 404


def test_in_production_there_is_no_mailbox(operator: Client, settings: Any) -> None:
    """Nobody reads other people's links."""
    settings.KISI_MAIL = "smtp"
    with inside(CENTRAL):
        mail = posted("Zentral")
    for address in ("/postfach/", f"/postfach/{mail.pk}/", f"/postfach/{mail.pk}/html/"):
        assert get(operator, address).status_code == 404
