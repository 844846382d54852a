"""Coordinators invite, change, deactivate and hand over."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.utils import timezone

from kisi.accounts.actions import change_person, deactivate, invite
from kisi.accounts.models import Invitation, Session, User
from kisi.accounts.problems import LastOfItsKind, WorkIsOpen
from kisi.audit.models import Entry
from kisi.core import open_work
from kisi.core.access import Permission
from kisi.core.actors import SYSTEM, Actor
from kisi.core.open_work import OpenWork, declare_open_work
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.mail.models import OutgoingMail
from tests.accounts import PASSWORD, person, sign_in


def post(client: Client, address: str, **data: Any) -> Any:
    return client.post(address, data, secure=True)


def get(client: Client, address: str) -> str:
    return client.get(address, secure=True).content.decode()


@pytest.fixture
def marta(bensheim: MunicipalityRef, client_for: Any) -> Client:
    """The coordinator's browser."""
    return sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[int, list[str]]]:
    """Open work of a test: a list of tasks for each person."""
    owned: dict[int, list[str]] = {}

    def hand_over(from_id: int, to_id: int, by: Actor) -> int:
        moved = owned.pop(from_id)
        owned.setdefault(to_id, []).extend(moved)
        return len(moved)

    monkeypatch.setattr(open_work, "_kinds", {})
    number = lambda user_id: len(owned.get(user_id, []))  # noqa: E731
    declare_open_work(OpenWork("tests.tasks", "Wiedervorlagen", number, hand_over, Permission.NEEDS_EDIT))
    return owned


def test_from_the_invitation_to_the_first_sign_in(marta: Client, bensheim: MunicipalityRef, client_for: Any) -> None:
    """All through the pages."""
    answer = post(marta, "/personen/einladen/", name="Elif Demir", email="Elif@Example.org", role="guide")
    assert answer["Location"] == "/personen/"
    page = get(marta, "/personen/")
    assert "Die Einladung an elif@example.org ist unterwegs." in page
    assert "eingeladen" in page
    with inside(realm_of(bensheim)):
        link = re.search(r"/einladung/[\w-]+/", OutgoingMail.objects.get().text)
    assert link
    new = client_for(bensheim)
    assert "Willkommen, Elif Demir" in get(new, link[0])
    assert post(new, link[0], password="kurz").status_code == 422
    assert post(new, link[0], password=PASSWORD)["Location"] == "/anmelden/"
    assert post(new, "/anmelden/", login="elif@example.org", password=PASSWORD)["Location"] == "/"
    assert new.get(link[0], secure=True).status_code == 410
    assert "aktiv" in get(marta, "/personen/")


def test_a_form_with_mistakes_keeps_what_was_typed(marta: Client, bensheim: MunicipalityRef) -> None:
    """422, a summary, and nothing written."""
    person(bensheim, Role.GUIDE)
    for data, message in (
        ({"name": "Elif", "email": "kaputt", "role": "guide"}, "E-Mail-Adresse"),
        ({"name": "Elif", "email": "guide@example.org", "role": "guide"}, "schon ein Konto"),
        ({"name": "Elif", "email": "e@example.org", "role": "operator"}, "Rolle"),
        ({"name": "", "email": "e@example.org", "role": "guide"}, "Name"),
    ):
        answer = post(marta, "/personen/einladen/", **data)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Bitte prüfen Sie" in page
        assert message in page
        assert f'value="{data["email"]}"' in page
    with inside(realm_of(bensheim)):
        assert not Invitation.objects.exists()


def test_an_expired_invitation_offers_a_new_link(marta: Client, bensheim: MunicipalityRef, client_for: Any) -> None:
    """Sent to the invited address only."""
    post(marta, "/personen/einladen/", name="Elif Demir", email="elif@example.org", role="guide")
    with inside(realm_of(bensheim)):
        link = re.search(r"/einladung/[\w-]+/", OutgoingMail.objects.get().text)
    assert link
    new = client_for(bensheim)
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        answer = new.get(link[0], secure=True)
        assert answer.status_code == 410
        assert "Neuen Link schicken" in answer.content.decode()
        assert post(new, f"{link[0]}erneuern/").status_code == 200
        with inside(realm_of(bensheim)):
            mail = OutgoingMail.objects.latest("pk")
            assert mail.recipient == "elif@example.org"
            assert OutgoingMail.objects.count() == 2
        assert "Neuen Link schicken" not in get(new, link[0])
    assert post(new, "/einladung/erfunden/erneuern/").status_code == 410


def test_an_invitation_is_sent_again_and_withdrawn(marta: Client, bensheim: MunicipalityRef) -> None:
    """From its own page; afterwards there is none."""
    post(marta, "/personen/einladen/", name="Elif Demir", email="elif@example.org", role="guide")
    with inside(realm_of(bensheim)):
        pk = Invitation.objects.get().pk
    assert "Noch einmal schicken" in get(marta, f"/personen/einladungen/{pk}/")
    assert post(marta, f"/personen/einladungen/{pk}/senden/").status_code == 302
    assert post(marta, f"/personen/einladungen/{pk}/zurueckziehen/").status_code == 302
    assert marta.get(f"/personen/einladungen/{pk}/", secure=True).status_code == 404
    assert "elif@example.org" not in get(marta, "/personen/")
    post(marta, f"/personen/einladungen/{pk}/senden/")
    assert "schon angenommen oder zurückgezogen" in get(marta, "/personen/")


def test_a_role_is_changed_and_works_at_once(marta: Client, bensheim: MunicipalityRef, client_for: Any) -> None:
    """Without signing in again; the trail keeps both roles."""
    user = person(bensheim, Role.GUIDE)
    guide = sign_in(client_for(bensheim), user, bensheim)
    assert guide.get("/personen/einladen/", secure=True).status_code == 403
    answer = post(marta, f"/personen/{user.pk}/", name="Elif Demir-Weber", role="coordinator")
    assert answer.status_code == 302
    assert guide.get("/personen/einladen/", secure=True).status_code == 200
    with inside(realm_of(bensheim)):
        assert Entry.objects.get(event="accounts.person_changed").details["role"] == ["guide", "coordinator"]


def test_nobody_changes_their_own_role_or_access(marta: Client, bensheim: MunicipalityRef) -> None:
    """It is always somebody else who does."""
    me = person(bensheim, Role.COORDINATOR)
    person(bensheim, Role.COORDINATOR, email="zweite@example.org", name="Zweite Koordination")
    for answer in (
        post(marta, f"/personen/{me.pk}/", name=me.name, role="guide"),
        post(marta, f"/personen/{me.pk}/deaktivieren/"),
    ):
        assert answer.status_code == 422
        assert "kann nur jemand anderes ändern" in answer.content.decode()


def test_the_last_coordinator_stays(in_bensheim: MunicipalityRef) -> None:
    """Else nobody could let anybody in any more."""
    marta = person(in_bensheim, Role.COORDINATOR)
    with pytest.raises(LastOfItsKind):
        deactivate(user=marta, by=SYSTEM)
    with pytest.raises(LastOfItsKind):
        change_person(user=marta, name=marta.name, role=Role.GUIDE, by=SYSTEM)


def test_two_coordinators_cannot_remove_each_other_at_once(bensheim: MunicipalityRef) -> None:
    """One of them stays, whoever was first."""
    both = [person(bensheim, Role.COORDINATOR, email=f"{name}@example.org", name=name) for name in ("eine", "andere")]
    start, outcomes = threading.Barrier(2), []

    def remove(whom: User, by: User) -> None:
        start.wait()
        with inside(realm_of(bensheim)):
            try:
                deactivate(user=whom, by=by.actor)
                outcomes.append("removed")
            except LastOfItsKind:
                outcomes.append("refused")
            connection.close()

    threads = [threading.Thread(target=remove, args=pair) for pair in (both, both[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "removed"]
    with inside(realm_of(bensheim)):
        assert User.objects.filter(is_active=True).count() == 1


def test_deactivating_signs_out_and_keeps_everything(marta: Client, bensheim: MunicipalityRef, client_for: Any) -> None:
    """And can be undone."""
    user = person(bensheim, Role.GUIDE)
    guide = sign_in(client_for(bensheim), user, bensheim)
    assert "sofort überall abgemeldet" in get(marta, f"/personen/{user.pk}/deaktivieren/")
    assert post(marta, f"/personen/{user.pk}/deaktivieren/").status_code == 302
    assert guide.get("/konto/", secure=True).status_code == 302
    with inside(realm_of(bensheim)):
        assert not Session.objects.filter(user_id=user.pk, expire_date__gt=timezone.now()).exists()
    assert "deaktiviert" in get(marta, "/personen/")
    assert post(marta, f"/personen/{user.pk}/aktivieren/").status_code == 302
    assert post(client_for(bensheim), "/anmelden/", login=user.email, password=PASSWORD)["Location"] == "/"


def test_open_work_is_handed_over(
    marta: Client, bensheim: MunicipalityRef, tasks: dict[int, list[str]], client_for: Any
) -> None:
    """Asked for, named with its number, moved with the same click."""
    user = person(bensheim, Role.GUIDE)
    other = person(bensheim, Role.GUIDE, email="jonas@example.org", name="Jonas Weber")
    auditor, helper = person(bensheim, Role.AUDITOR), person(bensheim, Role.CONTRIBUTOR, name="Hilde Hilft")
    tasks[user.pk] = ["anrufen", "schreiben"]
    page = get(marta, f"/personen/{user.pk}/deaktivieren/")
    assert "Wiedervorlagen: 2" in page
    assert "Jonas Weber" in page
    assert auditor.name not in page
    assert helper.name not in page, "may not change what would be theirs"
    assert post(marta, f"/personen/{user.pk}/deaktivieren/").status_code == 422
    assert post(marta, f"/personen/{user.pk}/deaktivieren/", successor=helper.pk).status_code == 422
    assert post(marta, f"/personen/{user.pk}/deaktivieren/", successor=auditor.pk).status_code == 422
    assert post(marta, f"/personen/{user.pk}/deaktivieren/", successor=user.pk).status_code == 422
    assert post(marta, f"/personen/{user.pk}/deaktivieren/", successor=other.pk).status_code == 302
    assert tasks == {other.pk: ["anrufen", "schreiben"]}
    with inside(realm_of(bensheim)):
        entry = Entry.objects.get(event="accounts.person_deactivated")
        assert entry.details == {"handed_over": {"tests.tasks": 2}, "to": other.reference}


def test_work_is_handed_over_by_somebody_who_stays(
    marta: Client, bensheim: MunicipalityRef, tasks: dict[int, list[str]]
) -> None:
    """From their page, and only where there is some."""
    user = person(bensheim, Role.GUIDE)
    other = person(bensheim, Role.GUIDE, email="jonas@example.org", name="Jonas Weber")
    address = f"/personen/{user.pk}/uebergeben/"
    assert address not in get(marta, f"/personen/{user.pk}/")
    assert "hat keine offene Arbeit" in post(marta, address, successor=other.pk).content.decode()
    tasks[user.pk] = ["anrufen"]
    assert address in get(marta, f"/personen/{user.pk}/")
    assert "Wiedervorlagen: 1" in get(marta, address)
    assert post(marta, address).status_code == 422
    assert post(marta, address, successor=user.pk).status_code == 422
    assert post(marta, address, successor=other.pk)["Location"] == f"/personen/{user.pk}/"
    assert "Jonas Weber hat die offene Arbeit übernommen." in get(marta, f"/personen/{user.pk}/")
    assert tasks == {other.pk: ["anrufen"]}
    with inside(realm_of(bensheim)):
        assert User.objects.get(pk=user.pk).is_active
        entry = Entry.objects.get(event="accounts.work_handed_over")
        assert entry.details == {"handed_over": {"tests.tasks": 1}, "to": other.reference}


def test_nobody_gets_a_role_in_which_their_work_would_be_stranded(
    marta: Client, bensheim: MunicipalityRef, tasks: dict[int, list[str]]
) -> None:
    """The way out is named; a role that may go on with it is no problem."""
    user = person(bensheim, Role.GUIDE)
    tasks[user.pk] = ["anrufen"]
    answer = post(marta, f"/personen/{user.pk}/", name=user.name, role="auditor")
    assert answer.status_code == 422
    assert "nicht fortführen (Wiedervorlagen: 1)" in answer.content.decode()
    assert post(marta, f"/personen/{user.pk}/", name=user.name, role="coordinator").status_code == 302


def test_without_a_successor_the_action_refuses_too(in_bensheim: MunicipalityRef, tasks: dict[int, list[str]]) -> None:
    """Not only the form."""
    user = person(in_bensheim, Role.GUIDE)
    tasks[user.pk] = ["anrufen"]
    helper = person(in_bensheim, Role.CONTRIBUTOR)
    for successor in (None, helper, user):
        with pytest.raises(WorkIsOpen):
            deactivate(user=user, by=SYSTEM, successor=successor)
    user.refresh_from_db()
    assert user.is_active


def test_people_of_another_town_are_not_found(
    marta: Client, bensheim: MunicipalityRef, butzbach: MunicipalityRef
) -> None:
    """T05: 404, with the same page as for an id that nobody has."""
    for number in range(20):
        person(butzbach, Role.GUIDE, email=f"p{number}@example.org")
    with inside(realm_of(butzbach)):
        foreign = User.objects.latest("pk").pk
    with inside(realm_of(bensheim)):
        assert not User.objects.filter(pk=foreign).exists()
    pages = [marta.get(f"/personen/{pk}/", secure=True) for pk in (foreign, 987654321)]
    assert {page.status_code for page in pages} == {404}
    assert pages[0].content == pages[1].content


def test_a_guide_sees_colleagues_without_links_to_manage_them(
    bensheim: MunicipalityRef, client_for: Any, marta: Client
) -> None:
    """The list is the same, the ways on are not."""
    guide = sign_in(client_for(bensheim), person(bensheim, Role.GUIDE), bensheim)
    page = get(guide, "/personen/")
    assert "Marta Klein" in page
    assert "Person einladen" not in page
    assert 'href="/personen/1' not in page


def test_an_action_is_a_post(marta: Client, bensheim: MunicipalityRef) -> None:
    """A link cannot do it."""
    user = person(bensheim, Role.GUIDE)
    assert marta.get(f"/personen/{user.pk}/faktoren-entfernen/", secure=True).status_code == 405


def test_periods_are_changed_within_limits(marta: Client, bensheim: MunicipalityRef) -> None:
    """What changed stands in the trail; the next invitation keeps to it."""
    assert 'value="14"' in get(marta, "/personen/einstellungen/")
    others = {"reset_hours": "2", "account_days": "180", "account_grace_days": "30", "invitation_kept_days": "90"}
    for days in ("0", "91", "", "viele", "1.5"):
        assert post(marta, "/personen/einstellungen/", invitation_days=days, **others).status_code == 422
    assert post(marta, "/personen/einstellungen/", invitation_days="3", **others).status_code == 302
    post(marta, "/personen/einladen/", name="Elif Demir", email="elif@example.org", role="guide")
    with inside(realm_of(bensheim)):
        assert Invitation.objects.get().expires_at < timezone.now() + timedelta(days=3)
        entry = Entry.objects.get(event="accounts.settings_changed")
        assert entry.details == {"invitation_days": [14, 3]}


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", {"Marta Klein", "Elif Demir", "Kim Neu"}),
        ("?q=demir", {"Elif Demir"}),
        ("?q=NEU@example", {"Kim Neu"}),
        ("?role=coordinator", {"Marta Klein"}),
        ("?access=invited", {"Kim Neu"}),
        ("?access=active&q=e", {"Marta Klein", "Elif Demir"}),
        ("?access=deactivated", set()),
        ("?role=operator", {"Marta Klein", "Elif Demir", "Kim Neu"}),
    ],
)
def test_people_are_found(marta: Client, bensheim: MunicipalityRef, query: str, seen: set[str]) -> None:
    """By words of name and address, role and access; what cannot be read filters nothing."""
    person(bensheim, Role.GUIDE)
    with inside(realm_of(bensheim)):
        invite(email="neu@example.org", name="Kim Neu", role=Role.GUIDE, by=SYSTEM)
    page = BeautifulSoup(get(marta, f"/personen/{query}"), "html.parser")
    assert {cell.a.get_text() for cell in page.select("tbody th") if cell.a} == seen
