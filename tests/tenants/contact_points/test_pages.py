"""Pages of contact points: what people see, type and are told."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client

from kisi.core.actors import SYSTEM
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from tenants.contact_points import actions
from tenants.contact_points.models import ContactPoint, HoursException, OfficeHours
from tests.accounts import person, sign_in

CARD = "/arbeitsplatz/karten/contact_points.today/"

VALUES = {
    "name": "Integrationszentrum", "street": "Hauptstraße 53", "postal_code": "64625", "place": "Bensheim",
    "order": "100", "is_main": "on", "is_visible": "on", "languages": ["uk", "ar"],
}  # fmt: skip


@pytest.fixture
def coordinator(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """Signed in at Bensheim."""
    return sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)


@pytest.fixture
def pk(bensheim: MunicipalityRef) -> int:
    """A contact point with one line of hours."""
    with inside(realm_of(bensheim)):
        point = actions.add_contact_point(contact_point=ContactPoint(name="Integrationszentrum"), by=SYSTEM)
        hours = [OfficeHours(weekday=2, opens_at=time(14), closes_at=time(16))]
        actions.set_office_hours(contact_point=point, hours=hours, by=SYSTEM)
        return int(point.pk)


def text(answer: Any) -> str:
    """What a page says."""
    return " ".join(BeautifulSoup(answer.content, "html.parser").get_text(" ").split())


def test_adding_changing_removing_restoring(coordinator: Client, bensheim: MunicipalityRef) -> None:
    """The whole way, with what the page says on it."""
    answer = coordinator.post("/anlaufstellen/neu/", VALUES, secure=True, follow=True)
    assert "Integrationszentrum" in text(answer)
    assert "Hauptstraße 53, 64625 Bensheim" in text(answer)
    second = coordinator.post("/anlaufstellen/neu/", {**VALUES, "name": "Zweite", "is_main": ""}, secure=True)
    assert "Zweite" in text(coordinator.get("/anlaufstellen/", secure=True))
    refused = coordinator.post(answer.redirect_chain[-1][0] + "entfernen/", secure=True, follow=True)
    assert "Machen Sie zuerst eine andere zur Haupt-Anlaufstelle" in text(refused)
    removed = coordinator.post(second["Location"] + "entfernen/", secure=True, follow=True)
    assert "Unten auf dieser Seite können Sie das zurücknehmen" in text(removed)
    assert coordinator.get(second["Location"], secure=True).status_code == 404
    restored = coordinator.post(second["Location"] + "wiederherstellen/", secure=True, follow=True)
    assert "„Zweite“ ist wieder da" in text(restored)


BAD_VALUES = [
    ({"name": ""}, "Name"),
    ({"name": "x" * 121}, "120"),
    ({"name": "a\0b"}, "Null"),
    ({"postal_code": "6462"}, "fünf Ziffern"),
    ({"email": "keine"}, "E-Mail"),
    ({"languages": ["klingonisch"]}, "klingonisch"),
    ({"order": "viele"}, "Zahl"),
    ({"order": "99999999"}, "32767"),
]


def test_bad_input_is_answered_with_the_field_and_keeps_the_rest(coordinator: Client) -> None:
    """422, the field named, everything typed still there."""
    for changed, says in BAD_VALUES:
        answer = coordinator.post("/anlaufstellen/neu/", VALUES | changed, secure=True)
        assert answer.status_code == 422
        assert says in text(answer)
        assert "Hauptstraße 53" in answer.content.decode()


def formset(*lines: dict[str, str], initial: int = 1) -> dict[str, str]:
    """The weekly form as a browser sends it."""
    data = {"zeiten-TOTAL_FORMS": str(len(lines)), "zeiten-INITIAL_FORMS": str(initial)}
    for number, values in enumerate(lines):
        data |= {f"zeiten-{number}-{name}": value for name, value in values.items()}
    return data


def test_weekly_hours_in_one_form(coordinator: Client, bensheim: MunicipalityRef, pk: int) -> None:
    """One line changed, one added, one left empty; then one deleted."""
    with inside(realm_of(bensheim)):
        row = OfficeHours.objects.get().pk
    old = {"id": str(row), "weekday": "2", "opens_at": "14:00", "closes_at": "17:00"}
    new = {"id": "", "weekday": "4", "opens_at": "14.00", "closes_at": "16:00", "note": "mit Dolmetschen"}
    empty = {"id": "", "weekday": "", "opens_at": "", "closes_at": ""}
    answer = coordinator.post(f"/anlaufstellen/{pk}/sprechzeiten/", formset(old, new, empty), secure=True, follow=True)
    assert "Dienstag 14:00–17:00" in text(answer)
    assert "Donnerstag 14:00–16:00 – mit Dolmetschen" in text(answer)
    coordinator.post(f"/anlaufstellen/{pk}/sprechzeiten/", formset({**old, "DELETE": "on"}), secure=True)
    with inside(realm_of(bensheim)):
        assert [str(found) for found in OfficeHours.objects.all()] == []


BAD_HOURS = [
    ([{"id": "", "weekday": "3", "opens_at": "16:00", "closes_at": "14:00"}], "muss nach „von“ liegen"),
    ([{"id": "", "weekday": "3", "opens_at": "25:00", "closes_at": "26:00"}], "zum Beispiel 14:00"),
    ([{"id": "", "weekday": "9", "opens_at": "14:00", "closes_at": "16:00"}], "9"),
    ([{"id": "", "weekday": "3", "opens_at": "14:00", "closes_at": "16:00"}] * 2, "überschneiden sich"),
    ([{"id": "987654321", "weekday": "3", "opens_at": "14:00", "closes_at": "16:00"}], ""),
]


def test_bad_hours_are_refused(coordinator: Client, bensheim: MunicipalityRef, pk: int) -> None:
    """And nothing is stored."""
    for lines, says in BAD_HOURS:
        initial = 1 if lines[0]["id"] else 0
        answer = coordinator.post(f"/anlaufstellen/{pk}/sprechzeiten/", formset(*lines, initial=initial), secure=True)
        assert answer.status_code == 422
        assert says in text(answer)
        with inside(realm_of(bensheim)):
            assert [str(found) for found in OfficeHours.objects.all()] == ["Dienstag 14:00–16:00"]


def test_hours_without_the_forms_own_fields(coordinator: Client, pk: int) -> None:
    """A form that was tampered with is no error of ours."""
    answer = coordinator.post(f"/anlaufstellen/{pk}/sprechzeiten/", {"zeiten-TOTAL_FORMS": "x"}, secure=True)
    assert answer.status_code == 422


def test_another_contact_points_line_cannot_be_changed(coordinator: Client, bensheim: MunicipalityRef, pk: int) -> None:
    """Its id in the form names nothing here: the line is taken for a new one, the other row stays as it is."""
    with inside(realm_of(bensheim)):
        other = actions.add_contact_point(contact_point=ContactPoint(name="Andere"), by=SYSTEM)
        row = OfficeHours.objects.get(contact_point_id=pk).pk
    line = {"id": str(row), "weekday": "5", "opens_at": "08:00", "closes_at": "09:00"}
    coordinator.post(f"/anlaufstellen/{other.pk}/sprechzeiten/", formset(line), secure=True)
    with inside(realm_of(bensheim)):
        assert [str(found) for found in OfficeHours.objects.filter(contact_point_id=pk)] == ["Dienstag 14:00–16:00"]
        assert [found.pk for found in other.office_hours.all()] != [row]


def test_exceptions(coordinator: Client, bensheim: MunicipalityRef, pk: int) -> None:
    """One day without a last day; removed and restored; a clash is named."""
    with time_machine.travel("2026-11-25 09:00 +01:00"):
        person_sees = sign_in(coordinator, person(bensheim, Role.COORDINATOR), bensheim)
        sent = {"kind": "closed", "first_day": "1.12.2026", "opens_at": "09:00", "reason": "Betriebsausflug"}
        answer = person_sees.post(f"/anlaufstellen/{pk}/ausnahmen/neu/", sent, secure=True, follow=True)
        assert "01.12.2026: Geschlossen – Betriebsausflug" in text(answer)
        with inside(realm_of(bensheim)):
            row = HoursException.objects.get()
            assert (row.last_day, row.opens_at) == (date(2026, 12, 1), None)
        removed = person_sees.post(f"/anlaufstellen/{pk}/ausnahmen/{row.pk}/entfernen/", secure=True, follow=True)
        assert "Wiederherstellen" in text(removed)
        person_sees.post(f"/anlaufstellen/{pk}/ausnahmen/{row.pk}/wiederherstellen/", secure=True)
        with inside(realm_of(bensheim)):
            assert HoursException.objects.get().removed_at is None


BAD_EXCEPTIONS = [
    ({"kind": "different"}, "Bitte geben Sie die Uhrzeit an"),
    ({"kind": "different", "opens_at": "10:00", "closes_at": "10:00"}, "muss nach „von“ liegen"),
    ({"last_day": "2026-11-30"}, "nicht vor dem ersten"),
    ({"last_day": "2028-11-30"}, "mehr als ein Jahr"),
    ({"first_day": "31.2.2026"}, "Tag.Monat.Jahr"),
    ({"kind": "vielleicht"}, "vielleicht"),
    ({"reason": "x" * 121}, "120"),
]


def test_bad_exceptions_are_refused(coordinator: Client, pk: int) -> None:
    """422 with the way out."""
    for changed, says in BAD_EXCEPTIONS:
        sent = {"kind": "closed", "first_day": "2026-12-01"} | changed
        answer = coordinator.post(f"/anlaufstellen/{pk}/ausnahmen/neu/", sent, secure=True)
        assert answer.status_code == 422
        assert says in text(answer)


@time_machine.travel("2026-11-24 14:30 +01:00")
def test_card_and_search(bensheim: MunicipalityRef, client_for: Any, pk: int) -> None:
    """The guide sees today's hours on the start page and finds the contact point."""
    guide = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    assert "14:00–16:00 Uhr jetzt geöffnet" in text(guide.get(CARD, secure=True))
    for words in ("integrationsz", "zentrum", "Integrationszentrums"):
        assert f"/anlaufstellen/{pk}/" in guide.get("/suche/", {"q": words}, secure=True).content.decode(), words
    assert "Ausnahme anlegen" not in text(guide.get(f"/anlaufstellen/{pk}/", secure=True))
    with time_machine.travel("2026-11-25 09:00 +01:00"):
        later = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
        assert "heute keine Sprechzeit; wieder Dienstag, 01.12.2026, 14:00 Uhr" in text(later.get(CARD, secure=True))
