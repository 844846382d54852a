"""The coordinator's side: facts, texts, logo (T29), reports of barriers; and what visitors send."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kisi.audit.models import Entry
from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.mail.models import OutgoingMail
from tenants.contact_points import actions as points
from tenants.contact_points.models import ContactPoint
from tenants.site import actions
from tenants.site.models import AccessibilityFeedback, Logo, SiteSettings, SiteText
from tests.accounts import person, sign_in
from tests.tenants.site.pictures import chunk, jpeg, png

SETTINGS = "/einstellungen/seite/"
REPORT = "/barrierefreiheit/melden/"
SCRIPT = b"<script>alert(1)</script>"


@pytest.fixture
def coordinator(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """Signed in at Bensheim."""
    return sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)


def text(answer: Any) -> str:
    """What a page says."""
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def upload(client: Client, data: bytes, name: str = "logo.png", kind: str = "image/png") -> Any:
    """Send a file as the logo."""
    return client.post(f"{SETTINGS}logo/", {"logo": SimpleUploadedFile(name, data, kind)}, secure=True)


def test_a_logo_is_shown_and_served_safely(coordinator: Client, bensheim: MunicipalityRef, client_for: Any) -> None:
    """Named as what it is, not sniffed, nothing may run; 304 for who has it; gone when removed."""
    visitor = client_for(bensheim)
    assert visitor.get("/logo", secure=True).status_code == 404
    spoiled = png(extra=chunk(b"tEXt", b"Comment\0" + SCRIPT), tail=SCRIPT)
    assert upload(coordinator, spoiled, "harmlos.html", "text/html").status_code == 302
    answer = visitor.get("/logo", secure=True)
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200, "image/png", "nosniff",
    )  # fmt: skip
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"] == 'inline; filename="logo.png"'
    assert SCRIPT not in answer.content
    assert visitor.get("/logo", headers={"If-None-Match": answer["ETag"]}, secure=True).status_code == 304
    for address in ("/", "/anmelden/", "/impressum/"):
        found = BeautifulSoup(visitor.get(address, secure=True).content, "html.parser").select_one("header img")
        assert found is not None
        assert found["src"].startswith("/logo?v=")
    assert upload(coordinator, jpeg(), "x.svg", "image/svg+xml").status_code == 302
    assert visitor.get("/logo", secure=True)["Content-Type"] == "image/jpeg"
    coordinator.post(f"{SETTINGS}logo/entfernen/", secure=True)
    assert visitor.get("/logo", secure=True).status_code == 404
    with inside(realm_of(bensheim)):
        events = Entry.objects.filter(event__startswith="site.logo").order_by("pk").values_list("event", flat=True)
        assert list(events) == ["site.logo_changed", "site.logo_changed", "site.logo_removed"]


REFUSED = [
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "kein PNG- oder JPEG-Bild"),
    (b"<!doctype html>" + SCRIPT, "kein PNG- oder JPEG-Bild"),
    (b"GIF89a/*" + SCRIPT, "kein PNG- oder JPEG-Bild"),
    (b"\xff\xd8" + SCRIPT, "kein PNG- oder JPEG-Bild"),
    (png() + b"\0" * 300_001, "zu groß"),
    (png(2_001, 1), "zu viele Pixel"),
    (b"", "leer"),
]


def test_what_is_no_picture_is_refused(coordinator: Client, bensheim: MunicipalityRef) -> None:
    """Called logo.png and image/png every time; 422 and nothing is kept."""
    for data, says in REFUSED:
        answer = upload(coordinator, data)
        assert answer.status_code == 422, data[:20]
        assert says in text(answer)
    assert coordinator.post(f"{SETTINGS}logo/", {"logo": "kein Bild"}, secure=True).status_code == 422
    with inside(realm_of(bensheim)):
        assert not Logo.objects.exists()


def test_facts_are_kept_and_bad_ones_refused(coordinator: Client, bensheim: MunicipalityRef) -> None:
    """422 keeps what was typed; the trail keeps the change."""
    good = {
        "provider": "Magistrat der Stadt Bensheim", "postal_code": "64625", "place": "Bensheim",
        "conformity": "partial", "assessment": "self", "assessed_on": "1.11.2026", "feedback_weeks": "6",
        "feedback_months": "12",
    }  # fmt: skip
    for name, value in (
        ("postal_code", "646"), ("feedback_weeks", "0"), ("assessed_on", "gestern"), ("conformity", "super"),
        ("email", "nein"), ("provider", "x" * 161), ("place", "a\0b"),
    ):  # fmt: skip
        answer = coordinator.post(f"{SETTINGS}angaben/", good | {name: value}, secure=True)
        assert answer.status_code == 422, name
        if name != "provider":
            assert "Magistrat der Stadt Bensheim" in answer.content.decode()
    assert coordinator.post(f"{SETTINGS}angaben/", good, secure=True).status_code == 302
    with inside(realm_of(bensheim)):
        assert SiteSettings.current().provider == "Magistrat der Stadt Bensheim"
        assert Entry.objects.get(event="site.settings_changed").details["assessed_on"] == [None, "2026-11-01"]
    assert "Magistrat der Stadt Bensheim" in text(coordinator.get(SETTINGS, secure=True))


def test_texts_are_written_in_versions(coordinator: Client, bensheim: MunicipalityRef) -> None:
    """Every change a version with its author; unknown texts and languages do not exist."""
    address = f"{SETTINGS}texte/impressum/de/"
    for body in ("Eins", "Zwei", "Zwei"):
        coordinator.post(address, {"body": body}, secure=True)
    with inside(realm_of(bensheim)):
        assert list(SiteText.objects.order_by("pk").values_list("body", "created_by")) == [
            ("Eins", "Marta Klein"), ("Zwei", "Marta Klein"),
        ]  # fmt: skip
    assert "Zwei" in text(coordinator.get(address, secure=True))
    assert coordinator.post(address, {"body": "x" * 30_001}, secure=True).status_code == 422
    assert coordinator.post(address, {"body": "a\0"}, secure=True).status_code == 422
    for other in ("texte/impressum/xx/", "texte/agb/de/"):
        assert coordinator.get(SETTINGS + other, secure=True).status_code == 404


def test_a_report_is_kept_told_and_ticked_off(coordinator: Client, bensheim: MunicipalityRef, client_for: Any) -> None:
    """From the form in Arabic to the list; e-mail and trail repeat neither message nor address."""
    sent = {"message": "Der Knopf ist zu klein", "page": "Startseite", "email": "ich@example.org"}
    answer = client_for(bensheim).post(f"{REPORT}?sprache=ar", sent, secure=True)
    assert (answer.status_code, answer["Location"]) == (302, f"{REPORT}danke/?sprache=ar")
    with inside(realm_of(bensheim)):
        report = AccessibilityFeedback.objects.get()
        assert (report.message, report.email, report.language) == ("Der Knopf ist zu klein", "ich@example.org", "ar")
        mail = OutgoingMail.objects.get(kind="site.feedback")
        assert mail.recipient == "coordinator@example.org"
        trail = str(Entry.objects.get(event="site.feedback_received").__dict__)
        for told in (mail.text, mail.html, mail.subject, trail):
            assert "Knopf" not in told
            assert "ich@example.org" not in told
    assert f"Rückmeldung {report.pk}" in text(coordinator.get(f"{SETTINGS}rueckmeldungen/", secure=True))
    detail = f"{SETTINGS}rueckmeldungen/{report.pk}/"
    assert "Der Knopf ist zu klein" in text(coordinator.get(detail, secure=True))
    coordinator.post(detail, secure=True)
    assert "erledigt" in text(coordinator.get(f"{SETTINGS}rueckmeldungen/", secure=True))
    coordinator.post(detail, secure=True)
    with inside(realm_of(bensheim)):
        assert AccessibilityFeedback.objects.get().answered_at is None
        assert Entry.objects.filter(event="site.feedback_read", is_read=True).count() == 1


def test_who_is_told(bensheim: MunicipalityRef) -> None:
    """The address set for it before the contact point's before every coordinator's."""
    person(bensheim, Role.COORDINATOR)
    person(bensheim, Role.COORDINATOR, email="zweite@example.org")
    told = []
    with inside(realm_of(bensheim)):
        for step in range(3):
            if step == 1:
                point = ContactPoint(name="Anlaufstelle", email="stelle@example.org")
                points.add_contact_point(contact_point=point, by=SYSTEM)
            if step == 2:
                actions.change_settings(settings=SiteSettings(feedback_email="barriere@example.org"), by=SYSTEM)
            report = actions.give_feedback(message="x", page="", email="", language="de")
            mails = OutgoingMail.objects.filter(key__startswith=f"site.feedback:{report.pk}:")
            told.append(sorted(mails.values_list("recipient", flat=True)))
    assert told == [
        ["coordinator@example.org", "zweite@example.org"], ["stelle@example.org"], ["barriere@example.org"],
    ]  # fmt: skip


def test_bad_reports_are_answered_in_the_visitors_language(bensheim: MunicipalityRef, client_for: Any) -> None:
    """422 with everything typed; a flood is turned away."""
    visitor = client_for(bensheim)
    for changed, says in (
        ({"message": ""}, "Будь ласка, заповніть це поле."),
        ({"message": "x" * 5_001}, "не більше 5000 символів"),
        ({"message": "a\0b"}, "недозволені символи"),
        ({"email": "nein"}, "name@example.org"),
    ):
        sent = {"message": "Не працює", "page": "Стартова", "email": ""} | changed
        answer = visitor.post(f"{REPORT}?sprache=uk", sent, secure=True)
        assert answer.status_code == 422
        assert says in text(answer)
        assert "Стартова" in answer.content.decode()
    answers = [visitor.post(f"{REPORT}?sprache=uk", {"message": "Кнопка"}, secure=True) for _number in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429] * 2
    assert "Забагато спроб" in text(answers[-1])
    assert "Кнопка" in text(answers[-1])
    assert int(answers[-1]["Retry-After"]) > 0


def test_old_reports_are_deleted(bensheim: MunicipalityRef) -> None:
    """After the municipality's period, not before."""
    with inside(realm_of(bensheim)):
        for days in (10, 360, 370):
            report = actions.give_feedback(message=f"{days}", page="", email="", language="de")
            AccessibilityFeedback.objects.filter(pk=report.pk).update(created_at=timezone.now() - timedelta(days=days))
        assert actions.delete_old_feedback() == 1
        assert sorted(AccessibilityFeedback.objects.values_list("message", flat=True)) == ["10", "360"]
        assert actions.delete_old_feedback() == 0
