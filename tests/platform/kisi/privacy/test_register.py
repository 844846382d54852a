"""The processing register on screen and as a file."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from kisi.audit.models import Entry
from kisi.core.privacy import declarations
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.privacy.register import register_here
from tenants.site.models import SiteSettings
from tests.accounts import person, sign_in

ADDRESS = "/verarbeitungsverzeichnis/"


@pytest.fixture
def coordinator(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """The coordinator's browser in Bensheim."""
    return sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)


def shown(client: Client, query: str = "") -> str:
    response = client.get(f"{ADDRESS}{query}", secure=True)
    assert response.status_code == 200
    return response.content.decode()


def test_every_table_with_personal_data_of_a_town_is_in_it(bensheim: MunicipalityRef) -> None:
    """Nothing that is declared personal is missing, nothing of the public host is among it."""
    with inside(realm_of(bensheim)):
        named = {holding.name for entry in register_here().entries for holding in entry.holdings}
    expected = {table.model for table in declarations("workspace") if table.personal}
    assert named == {_plural(label) for label in expected}
    assert len(expected) > 20


def _plural(label: str) -> str:
    name = str(apps.get_model(label)._meta.verbose_name_plural)
    return name[:1].upper() + name[1:]


def test_a_changed_period_stands_in_it(coordinator: Client, bensheim: MunicipalityRef) -> None:
    """The register follows the settings."""
    assert "12 Monate nach dem Eingang" in shown(coordinator)
    with inside(realm_of(bensheim)):
        SiteSettings(feedback_months=3).save()
    assert "3 Monate nach dem Eingang" in shown(coordinator)


def test_the_controller_is_who_publishes_the_pages(coordinator: Client, bensheim: MunicipalityRef) -> None:
    """What is missing is said, with the way to write it; complete it says nothing."""
    page = shown(coordinator)
    assert "noch nicht eingetragen" in page
    assert "/einstellungen/seite/angaben/" in page
    with inside(realm_of(bensheim)):
        SiteSettings(
            provider="Magistrat der Stadt Bensheim",
            street="Kirchbergstraße 18",
            postal_code="64625",
            place="Bensheim",
            email="rathaus@example.org",
            data_protection_officer="Datenschutz der Stadt, datenschutz@example.org",
        ).save()
    page = shown(coordinator)
    assert "Magistrat der Stadt Bensheim" in page
    assert "Kirchbergstraße 18, 64625 Bensheim" in page
    assert "noch nicht eingetragen" not in page


def test_the_auditor_is_not_sent_where_they_may_not_go(bensheim: MunicipalityRef, client_for: Any) -> None:
    """Only who manages the settings gets the link."""
    auditor = sign_in(client_for(bensheim), person(bensheim, Role.AUDITOR), bensheim)
    page = shown(auditor)
    assert "Es fehlen Angaben zur verantwortlichen Stelle" in page
    assert "/einstellungen/seite/angaben/" not in page


def test_answers_are_called_anonymous(coordinator: Client) -> None:
    """And that free text may hold what people write about themselves."""
    page = shown(coordinator)
    assert "Erwägungsgrund 26 DSGVO" in page
    assert "was Menschen über sich selbst schreiben" in page


@pytest.mark.parametrize(("kind", "start"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")], ids=["csv", "xlsx"])
def test_taking_it_away_as_a_table_is_recorded(
    coordinator: Client, bensheim: MunicipalityRef, kind: str, start: bytes
) -> None:
    """As with every list."""
    answer = coordinator.get(f"{ADDRESS}?format={kind}", secure=True)
    assert answer.content.startswith(start)
    with inside(realm_of(bensheim)):
        entry = Entry.objects.get(event="audit.list_exported")
        assert entry.details["rows"] == len(register_here().entries)


def test_the_pdf_holds_every_activity_and_is_recorded(coordinator: Client, bensheim: MunicipalityRef) -> None:
    """The document says what the page says."""
    answer = coordinator.get(f"{ADDRESS}pdf/", secure=True)
    pages = PdfReader(io.BytesIO(answer.content)).pages
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    with inside(realm_of(bensheim)):
        entries = register_here().entries
        assert Entry.objects.get(event="privacy.register_exported").is_read
    assert [entry.name for entry in entries if entry.name not in text] == []


def test_the_public_host_has_one_of_its_own(client_for: Any) -> None:
    """The central part: onboarding, and nothing that only towns hold."""
    ministry = sign_in(client_for(None), person(None, Role.MINISTRY_ANALYST), None)
    page = shown(ministry)
    assert "Aufnahme und Ausscheiden von Kommunen" in page
    assert "Bedarfserhebungen" not in page
    with inside(CENTRAL):
        assert "onboarding" in {entry.key for entry in register_here().entries}


def test_the_page_asks_little(coordinator: Client, bensheim: MunicipalityRef) -> None:
    """At most eight statements, whatever number of apps declares something."""
    shown(coordinator)
    with inside(realm_of(bensheim)), CaptureQueriesContext(connection) as asked:
        shown(coordinator)
    assert len(asked) <= 8, [query["sql"] for query in asked.captured_queries]
