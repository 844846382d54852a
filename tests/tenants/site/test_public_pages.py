"""What visitors see: hours, texts, languages, the frame around; and staff at the same address."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kisi.core.actors import SYSTEM
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.tenancy.directory import forget_directory
from kisi.ui.languages import PARTICIPANT_LANGUAGES
from kisi.ui.registry import PublicSection, declared
from shared.instruments.sentences import interface_text
from shared.municipalities.models import Municipality
from tenants.contact_points import actions as points
from tenants.contact_points.models import ContactPoint, HoursException, OfficeHours
from tenants.site import actions
from tenants.site.models import SiteSettings
from tests.accounts import person, sign_in

PAGES = ("/", "/impressum/", "/datenschutz/", "/barrierefreiheit/", "/barrierefreiheit/melden/")


def open_contact_point() -> ContactPoint:
    """Bensheim's, Tuesday and Thursday 14 to 16, closed for a day in December."""
    point = points.add_contact_point(
        contact_point=ContactPoint(
            name="Integrationszentrum", street="Hauptstraße 53", postal_code="64625", place="Bensheim",
            phone="06251 / 00-11", email="anlaufstelle@bensheim.example", languages=["uk", "ar"],
        ),
        by=SYSTEM,
    )  # fmt: skip
    week = [OfficeHours(weekday=day, opens_at=time(14), closes_at=time(16)) for day in (2, 4)]
    points.set_office_hours(contact_point=point, hours=week, by=SYSTEM)
    closed = HoursException(
        contact_point=point, kind="closed", first_day=date(2026, 12, 24), last_day=date(2027, 1, 1), reason="Feiertage"
    )
    points.add_exception(exception=closed, by=SYSTEM)
    return point


@pytest.fixture
def visitor(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """Nobody, at Bensheim with open hours."""
    with inside(realm_of(bensheim)):
        open_contact_point()
    client: Client = client_for(bensheim)
    return client


def page(client: Client, address: str) -> tuple[BeautifulSoup, str]:
    """A page that must be there: parsed, and what it says."""
    answer = client.get(address, secure=True)
    assert answer.status_code == 200, address
    soup = BeautifulSoup(answer.content, "html.parser")
    return soup, re.sub(r"[\u2066\u2069]", "", " ".join(soup.get_text(" ").split()))


def test_hours_exceptions_and_the_next_session(visitor: Client) -> None:
    """On a Wednesday, in a session, and between the years."""
    with time_machine.travel("2026-11-25 09:00 +01:00"):
        _soup, text = page(visitor, "/")
        assert "Integrationszentrum Gerade geschlossen Nächste Sprechzeit: Donnerstag, 26.11.2026, 14:00 Uhr" in text
        assert "Dienstag 14:00–16:00 Uhr Donnerstag 14:00–16:00 Uhr" in text
        assert "Donnerstag, 24.12.2026 bis Freitag, 01.01.2027 geschlossen – Feiertage" in text
        assert "Hauptstraße 53, 64625 Bensheim" in text
        assert "Українська · العربية" in text
    with time_machine.travel("2026-11-26 14:00 +01:00"):
        assert "Jetzt geöffnet bis 16:00 Uhr" in page(visitor, "/")[1]
    with time_machine.travel("2026-12-24 14:30 +01:00"):
        assert "Gerade geschlossen Nächste Sprechzeit: Dienstag, 05.01.2027, 14:00 Uhr" in page(visitor, "/")[1]


def test_a_town_that_has_written_nothing(butzbach: MunicipalityRef, client_for: Any) -> None:
    """Every page stands, with defaults that say so."""
    for address in PAGES:
        page(client_for(butzbach), address)
    with inside(realm_of(butzbach)):
        points.add_contact_point(contact_point=ContactPoint(name="Anlaufstelle"), by=SYSTEM)
    assert "Zurzeit gibt es keine festen Sprechzeiten." in page(client_for(butzbach), "/")[1]
    assert "Telefon und E-Mail-Adresse trägt die Kommune hier noch ein." in page(client_for(butzbach), "/impressum/")[1]


def test_every_page_in_every_language(visitor: Client) -> None:
    """Its own direction; what the town wrote in German says so; links keep the language; never a gap unfilled."""
    for language in PARTICIPANT_LANGUAGES:
        for address in PAGES:
            soup, text = page(visitor, f"{address}?sprache={language.code}")
            assert (soup.html["lang"], soup.html["dir"]) == (language.code, language.direction)
            assert "{" not in text
            assert interface_text("eu_funding", language.code).text in text
            emblem = interface_text("eu_emblem", language.code).text
            assert soup.select_one(f"footer svg[aria-label='{emblem}']") is not None
            kept = "" if language.code == "de" else f"?sprache={language.code}"
            assert soup.select_one(f"footer a[href='/impressum/{kept}']") is not None
            assert soup.select_one("footer a[href='/anmelden/']") is not None
        prose = page(visitor, f"/impressum/?sprache={language.code}")[0].select_one(".k-prose")
        assert (prose["lang"], prose["dir"]) == ("de", "ltr")
    assert "هذا النص متوفر باللغة الألمانية فقط" in page(visitor, "/datenschutz/?sprache=ar")[1]
    assert page(visitor, "/?sprache=klingon\0")[0].html["lang"] == "de"


def test_own_texts_in_versions_and_languages(visitor: Client, bensheim: MunicipalityRef) -> None:
    """The newest counts; a language without one falls back; an empty one brings the default back."""
    with inside(realm_of(bensheim)), time_machine.travel("2026-11-25 09:00 +01:00"):
        write = {"kind": "impressum", "by": SYSTEM}
        actions.write_text(language="de", body="# Eins", **write)
        actions.write_text(language="de", body="# Zwei\n\n<b>nein</b> [x](javascript:alert(1))", **write)
        body = " # Zwei\r\n\r\n<b>nein</b> [x](javascript:alert(1))"
        assert actions.write_text(language="de", body=body, **write) is None
        actions.write_text(language="uk", body="Вихідні дані", **write)
    soup, text = page(visitor, "/impressum/")
    assert "Zwei" in text
    assert "Eins" not in text
    assert "Stand: 25.11.2026" in text
    assert soup.select(".k-prose > *")[0].name == "h2"
    assert soup.select(".k-prose a, .k-prose b, .k-prose img") == []
    assert "Вихідні дані" in page(visitor, "/impressum/?sprache=uk")[1]
    assert page(visitor, "/impressum/?sprache=uk")[0].select_one(".k-prose")["lang"] == "uk"
    assert "Zwei" in page(visitor, "/impressum/?sprache=tr")[1]
    with inside(realm_of(bensheim)):
        actions.write_text(kind="impressum", language="de", body="", by=SYSTEM)
    assert "Zwei" not in page(visitor, "/impressum/")[1]


def test_the_accessibility_statement(visitor: Client, bensheim: MunicipalityRef) -> None:
    """What HVBIT asks for: state, basis, contact, enforcement body."""
    with inside(realm_of(bensheim)):
        settings = SiteSettings(provider="Magistrat der Stadt Bensheim", conformity="full", assessment="self")
        settings.feedback_weeks = 4
        actions.change_settings(settings=settings, by=SYSTEM)
    text = page(visitor, "/barrierefreiheit/")[1]
    for words in (
        "von Magistrat der Stadt Bensheim", "§ 14", "HVBIT", "vollständig vereinbar", "Selbstbewertung",
        "innerhalb von 4 Wochen", "Durchsetzungs- und Überwachungsstelle barrierefreie Informationstechnik Hessen",
    ):  # fmt: skip
        assert words in text, words


def test_staff_find_their_desk_at_the_same_address(visitor: Client, bensheim: MunicipalityRef, client_for: Any) -> None:
    """Visitors never see a redirect to sign in; staff never the public page; a refused role neither."""
    assert "Integrationszentrum" in page(visitor, "/")[1]
    assert visitor.post("/", secure=True).status_code == 405
    guide = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    assert "Arbeitsplatz" in page(guide, "/")[1]
    assert "Impressum" in page(guide, "/impressum/")[1]
    with inside(realm_of(bensheim)):
        person(bensheim, Role.GUIDE).__class__.objects.update(role="king")
    assert guide.get("/", secure=True).status_code == 403


def test_a_demo_town_says_so_to_visitors(visitor: Client, bensheim: MunicipalityRef) -> None:
    """On the public page in the visitor's language, and on the sign-in page; a real town does not."""
    assert "Demo" not in page(visitor, "/")[1]
    with inside(CENTRAL):
        Municipality.objects.filter(ags=bensheim.ags).update(is_demo=True)
    forget_directory()
    assert "Demo-Auswahl" in page(visitor, "/")[1]
    assert "هذا عرض تجريبي" in page(visitor, "/?sprache=ar")[1]
    assert "Demo-Auswahl" in page(visitor, "/anmelden/")[1]


def test_made_up_data_are_marked_on_every_page(
    visitor: Client, client_for: Any, bensheim: MunicipalityRef, settings: Any
) -> None:
    """For visitors, for staff, before signing in and where nothing is found; elsewhere nothing says so."""
    guide = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    looks = [(visitor, "/"), (visitor, "/anmelden/"), (visitor, "/impressum/"), (visitor, "/nix/"), (guide, "/konto/")]
    assert not [
        address for who, address in looks if "Erfundene Daten" in who.get(address, secure=True).content.decode()
    ]
    settings.KISI_INVENTED_DATA = True
    marked = [who.get(address, secure=True).content.decode() for who, address in looks]
    assert all("Erfundene Daten" in text for text in marked)
    assert "هذا عرض تجريبي" in page(visitor, "/?sprache=ar")[1]
    assert "Demo-Auswahl" not in marked[0]


def test_few_statements_a_page(visitor: Client, bensheim: MunicipalityRef) -> None:
    """With one contact point and with three; a section of another app asks once."""
    sections = len(declared(PublicSection))
    for more in (0, 2):
        with inside(realm_of(bensheim)):
            for number in range(more):
                point = points.add_contact_point(contact_point=ContactPoint(name=f"Punkt {number}"), by=SYSTEM)
                points.set_office_hours(
                    contact_point=point, hours=[OfficeHours(weekday=1, opens_at=time(8), closes_at=time(9))], by=SYSTEM
                )
        with inside(realm_of(bensheim)), CaptureQueriesContext(connection) as seen:
            page(visitor, "/")
        assert len(seen) <= 7 + sections, [query["sql"][:90] for query in seen]
        assert sum(' FROM "contact_points_contactpoint" ' in query["sql"] for query in seen) == 1


def test_hidden_and_removed_contact_points_are_not_shown(visitor: Client, bensheim: MunicipalityRef) -> None:
    """Neither on the page nor in the calendar."""
    with inside(realm_of(bensheim)):
        for name, changed in (("Verborgen", {"is_visible": False}), ("Fort", {})):
            point = points.add_contact_point(contact_point=ContactPoint(name=name, **changed), by=SYSTEM)
            hours = [OfficeHours(weekday=1, opens_at=time(8), closes_at=time(9))]
            points.set_office_hours(contact_point=point, hours=hours, by=SYSTEM)
        points.remove_contact_point(contact_point=point, by=SYSTEM)
    shown = page(visitor, "/")[1] + visitor.get("/office-hours.ics", secure=True).content.decode()
    assert "Verborgen" not in shown
    assert "Fort" not in shown
    assert "Sprechzeit: Integrationszentrum" in shown
