"""Checklists: what a new guide finds, works through, hands over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone

from kisi.accounts.actions import accept_invitation, deactivate, invite
from kisi.accounts.models import User
from kisi.accounts.problems import WorkIsOpen
from kisi.audit.models import Entry
from kisi.core.actors import SYSTEM
from kisi.core.adoption import TemplateCopy, adopt
from kisi.core.due_work import due_work_of
from kisi.core.open_work import open_work_of
from kisi.core.realms import MunicipalityRef
from kisi.core.roles import Role
from kisi.mail.models import OutgoingMail
from kisi.notifications.models import Notice
from tenants.workspace.actions import settle_entry, start_checklist
from tenants.workspace.models import Checklist, ChecklistEntry, WorkspaceSettings
from tenants.workspace.vocabulary import EntryState
from tests.accounts import PASSWORD, person, sign_in

CONTENT = {
    "introduction": "Schritt für Schritt.",
    "entries": [
        {"key": "zugang", "title": "Zugänge einrichten", "explanation": "Telefon, Post.", "due_after_days": 2},
        {"key": "besuch", "title": "Antrittsbesuche", "explanation": "Alle Ämter.", "due_after_days": 14},
        {"key": "rueckblick", "title": "Rückblick", "explanation": "Mit der Koordination.", "due_after_days": 30},
    ],
}
COPY = TemplateCopy("erste-30-tage", 1, "checklist", "Die ersten 30 Tage", CONTENT)
NOON = "2026-11-02T12:00:00+01:00"


def adopt_list(copy: TemplateCopy = COPY) -> None:
    with transaction.atomic():
        adopt(copy, by=SYSTEM)


def begun(user: User, started_on: date | None = None, key: str = "erste-30-tage") -> Checklist:
    return start_checklist(
        user_id=user.pk,
        key=key,
        version=1,
        title="Die ersten 30 Tage",
        content=CONTENT,
        started_on=started_on or timezone.localdate(),
        by=SYSTEM,
    )


def joins(name: str, role: Role) -> User:
    """Somebody is invited and accepts, as in life."""
    email = f"{name.lower()}@example.org"
    invite(email=email, name=name, role=role, by=SYSTEM)
    text = OutgoingMail.objects.filter(recipient=email).latest("pk").text
    return accept_invitation(token=text.split("/einladung/")[1].split("/")[0], password=PASSWORD)


@pytest.fixture
def guide(in_bensheim: MunicipalityRef) -> User:
    return person(in_bensheim, Role.GUIDE)


@pytest.fixture
def browser(guide: User, in_bensheim: MunicipalityRef, client_for: Any) -> Client:
    return sign_in(client_for(in_bensheim), guide, in_bensheim)


def page(browser: Client, address: str) -> str:
    answer = browser.get(address, secure=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


@time_machine.travel(NOON, tick=False)
def test_a_new_guide_finds_the_list(in_bensheim: MunicipalityRef) -> None:
    """Due dates count from the day they start; others find nothing; they are told once."""
    adopt_list()
    new, helper = joins("Neu", Role.GUIDE), joins("Hilfe", Role.CONTRIBUTOR)
    entries = ChecklistEntry.objects.filter(checklist__user=new)
    assert [entry.due_on.isoformat() for entry in entries] == ["2026-11-04", "2026-11-16", "2026-12-02"]
    assert Checklist.objects.filter(user=helper).count() == 0
    assert list(Notice.objects.values_list("recipient", "kind")) == [(new.pk, "workspace.checklist_ready")]


def test_without_a_list_a_guide_starts_anyway(in_bensheim: MunicipalityRef) -> None:
    """No template adopted, or none chosen in the settings."""
    joins("Erste", Role.GUIDE)
    WorkspaceSettings.objects.create(official_name="Bensheim", newcomer_checklist="")
    adopt_list()
    joins("Zweite", Role.GUIDE)
    assert Checklist.objects.count() == 0


def test_adopting_the_list_later_reaches_guides_who_are_still_new(in_bensheim: MunicipalityRef) -> None:
    """And nobody else; a second version changes no list that is in use."""
    new, old = person(in_bensheim, Role.GUIDE), person(in_bensheim, Role.GUIDE, email="alt@example.org")
    User.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    person(in_bensheim, Role.COORDINATOR)
    adopt_list()
    adopt_list(TemplateCopy("erste-30-tage", 2, "checklist", "Neu", {**CONTENT, "entries": CONTENT["entries"][:1]}))
    adopt_list(TemplateCopy("andere", 1, "checklist", "Andere", CONTENT))
    lists = Checklist.objects.all()
    assert [(row.user, row.version, row.entries.count()) for row in lists] == [(new, 1, 3)]


def test_ticking_and_the_way_back(browser: Client, guide: User) -> None:
    """Through the pages, without a script."""
    checklist = begun(guide)
    first = checklist.entries.first()
    assert first
    address = f"/checklisten/eintraege/{first.pk}/"
    answer = browser.post(address, {"stand": "done"}, secure=True)
    assert answer["Location"] == f"/checklisten/{checklist.pk}/#eintrag-{first.pk}"
    assert "1 von 3" in page(browser, f"/checklisten/{checklist.pk}/")
    assert browser.post(address, {"stand": "done", "zurueck": "arbeitsplatz"}, secure=True)["Location"] == "/"
    browser.post(address, {"stand": "open"}, secure=True)
    assert "0 von 3" in page(browser, f"/checklisten/{checklist.pk}/")
    browser.post(address, {"stand": "dropped"}, secure=True)
    assert "1 von 3" in page(browser, "/")
    assert browser.post(address, {"stand": "gelogen"}, secure=True).status_code == 404
    settled = Entry.objects.filter(event="workspace.checklist_entry_settled").order_by("sequence")
    assert [entry.details["state"] for entry in settled] == [["open", "done"], ["done", "open"], ["open", "dropped"]]


def test_a_finished_list_can_be_put_away_and_brought_back(browser: Client, guide: User) -> None:
    checklist = begun(guide)
    for entry in checklist.entries.all():
        settle_entry(entry=entry, state=EntryState.DONE, by=guide.actor)
    assert "Alles erledigt" in page(browser, "/")
    address = f"/checklisten/{checklist.pk}/zeigen/"
    assert browser.post(address, {"zeigen": "nein"}, secure=True)["Location"] == "/"
    assert "Ihr Einstieg" not in page(browser, "/")
    assert "ausgeblendet" in page(browser, "/checklisten/")
    browser.post(address, secure=True)
    assert "Ihr Einstieg" in page(browser, "/")


def test_lists_of_others_cannot_be_found(browser: Client, in_bensheim: MunicipalityRef) -> None:
    other = begun(person(in_bensheim, Role.COORDINATOR))
    entry = other.entries.first()
    assert entry
    assert browser.get(f"/checklisten/{other.pk}/", secure=True).status_code == 404
    assert browser.post(f"/checklisten/{other.pk}/zeigen/", {"zeigen": "nein"}, secure=True).status_code == 404
    assert browser.post(f"/checklisten/eintraege/{entry.pk}/", {"stand": "done"}, secure=True).status_code == 404
    assert "Alle Personen" not in page(browser, "/checklisten/")


def test_coordinators_see_how_far_everybody_is(in_bensheim: MunicipalityRef, guide: User, client_for: Any) -> None:
    begun(guide)
    marta = sign_in(client_for(in_bensheim), person(in_bensheim, Role.COORDINATOR), in_bensheim)
    shown = page(marta, "/checklisten/")
    assert "Alle Personen" in shown
    assert "Elif Demir" in shown
    assert "Elif Demir" in page(marta, "/checklisten/?format=csv")


def test_beginning_another_list(browser: Client, guide: User) -> None:
    """Once: a second press leads to the same list."""
    adopt_list(TemplateCopy("umzug", 1, "checklist", "Die Anlaufstelle zieht um", CONTENT))
    assert "Die Anlaufstelle zieht um" in page(browser, "/checklisten/")
    for _press in range(2):
        answer = browser.post("/checklisten/umzug/beginnen/", secure=True)
        assert answer["Location"] == f"/checklisten/{Checklist.objects.get().pk}/"
    assert browser.post("/checklisten/gibt-es-nicht/beginnen/", secure=True).status_code == 404


@time_machine.travel(NOON, tick=False)
def test_due_work(guide: User) -> None:
    """Open entries of lists that are shown, the earliest first, until the day asked for."""
    checklist = begun(guide, date(2026, 10, 30))
    days = [(item.title, item.due_on.isoformat()) for _kind, item in due_work_of(guide, date(2026, 11, 13), 10)]
    assert days == [("Zugänge einrichten", "2026-11-01"), ("Antrittsbesuche", "2026-11-13")]
    assert len(due_work_of(guide, date(2026, 12, 31), 2)) == 2
    Checklist.objects.filter(pk=checklist.pk).update(dismissed_at=timezone.now())
    assert due_work_of(guide, date(2026, 12, 31), 10) == []


def test_who_leaves_hands_over(guide: User, in_bensheim: MunicipalityRef) -> None:
    """The list goes to the successor, who is told by e-mail too."""
    marta = person(in_bensheim, Role.COORDINATOR)
    successor = person(in_bensheim, Role.GUIDE, email="nach@example.org")
    checklist = begun(guide)
    assert [(kind.key, number) for kind, number in open_work_of(guide.pk)] == [("workspace.checklists", 3)]
    with pytest.raises(WorkIsOpen):
        deactivate(user=guide, by=marta.actor)
    deactivate(user=guide, by=marta.actor, successor=successor)
    assert Checklist.objects.get(pk=checklist.pk).user == successor
    assert "3 offene Einträge" in Notice.objects.get(recipient=successor).title
    assert OutgoingMail.objects.filter(recipient="nach@example.org").count() == 1


def test_a_successor_with_the_same_list_keeps_their_own(guide: User, in_bensheim: MunicipalityRef) -> None:
    marta = person(in_bensheim, Role.COORDINATOR)
    successor = person(in_bensheim, Role.GUIDE, email="nach@example.org")
    begun(guide)
    begun(successor)
    deactivate(user=guide, by=marta.actor, successor=successor)
    assert open_work_of(guide.pk) == []
    assert [number for _kind, number in open_work_of(successor.pk)] == [3]
    assert Checklist.objects.filter(user=successor).count() == 1
    assert Entry.objects.get(event="workspace.checklists_handed_over").details == {"number": 0, "dropped": 3}
    assert not Notice.objects.filter(recipient=successor, kind="workspace.handed_over").exists()
