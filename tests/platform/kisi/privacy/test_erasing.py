"""Erasing an account: nothing of the person is left where the database lets it go, and no figure shrinks."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import is_password_usable
from django.db import transaction
from django.test import Client
from django.utils import timezone

from kisi.accounts import actions as accounts
from kisi.accounts.models import Session, User
from kisi.accounts.problems import AlreadyErased, StillActive
from kisi.audit.models import Entry
from kisi.core.actors import SYSTEM
from kisi.core.facts import collector
from kisi.core.periods import period_at
from kisi.core.privacy import Remains, declarations
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.mail.models import OutgoingMail
from kisi.notifications.models import Notice
from kisi.privacy.actions import erase_account
from tenants.needs.models import Need
from tests.accounts import person, sign_in
from tests.tenants.needs.test_actions import a_need


def leave_traces(user: User) -> Need:
    """Rows of every kind that a person leaves; then the account is deactivated."""
    Notice.objects.create(recipient=user, kind="tests.kind", title=f"Guten Tag {user.name}")
    OutgoingMail.objects.create(
        key=f"k:{user.email}", kind="tests.kind", recipient=user.email, subject="Post", next_attempt_at=timezone.now()
    )
    Session.objects.create(session_key="x" * 40, session_data="y", expire_date=timezone.now(), user_id=user.pk)
    accounts.invite(email="neu@example.org", name="Kim Neu", role=Role.GUIDE, by=user.actor)
    # As after sending: until then the text names who invites.
    OutgoingMail.objects.filter(recipient="neu@example.org").update(text="", html="")
    need = a_need()
    Need.objects.filter(pk=need.pk).update(responsible=user, created_by=user.name)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.refresh_from_db()
    return need


@pytest.fixture
def left(bensheim: MunicipalityRef) -> User:
    """A guide who has left Bensheim."""
    user = person(bensheim, Role.GUIDE, last_login=timezone.now())
    with inside(realm_of(bensheim)), transaction.atomic():
        leave_traces(user)
    return user


def where_it_stands(words: set[str], place: Any) -> set[str]:
    """Every field of a place's tables about people in whose content one of the words occurs."""
    found = set()
    for table in declarations(place):
        if place == "central" and not table.personal:
            continue  # The central role may not even read some of these.
        rows = apps.get_model(table.model)._base_manager.values(*table.fields)
        found |= {
            f"{table.model}.{name}"
            for row in rows
            for name, value in row.items()
            if any(word in str(value) for word in words)
        }
    return found


def test_nothing_is_left_but_what_nobody_may_change(bensheim: MunicipalityRef, left: User) -> None:
    """Searched for in every field of every table, whatever is declared about it."""
    words = {"Elif Demir", left.email}
    unchanged = {
        f"{table.model}.{name}"
        for table in declarations("workspace")
        for name, personal in table.personal.items()
        if personal.remains is Remains.UNCHANGED
    }
    with inside(realm_of(bensheim)):
        before = where_it_stands(words, "workspace")
        assert before >= {"accounts.User.name", "mail.OutgoingMail.key", "needs.Need.created_by"}
        erase_account(user=left, by=SYSTEM)
        assert where_it_stands(words, "workspace") <= unchanged


def test_the_account_stays_as_a_row_without_a_person(bensheim: MunicipalityRef, left: User) -> None:
    """Its role and age are what figures count; it opens nothing."""
    with inside(realm_of(bensheim)):
        erase_account(user=left, by=SYSTEM)
        row = User.objects.get(pk=left.pk)
        assert (row.name, row.role) == (f"Gelöschtes Konto {left.pk}", Role.GUIDE)
        assert (row.email, row.last_login) == (f"konto-{left.pk}@geloescht.invalid", None)
        assert row.created_at == left.created_at
        assert not is_password_usable(row.password)
        assert Need.objects.get().created_by == row.name
        assert Need.objects.get().responsible is None
        assert not Session.objects.filter(user_id=left.pk).exists()


def test_figures_do_not_shrink(bensheim: MunicipalityRef, left: User) -> None:
    """What the town reports is the same the moment after."""
    period = period_at(timezone.now())
    with inside(realm_of(bensheim)):
        source = collector("kisi.accounts.staff")
        before, needs = source.count(source.look(period)), Need.objects.count()
        assert before
        erase_account(user=left, by=SYSTEM)
        assert (source.count(source.look(period)), Need.objects.count()) == (before, needs)


def test_what_was_touched_is_recorded_by_number(bensheim: MunicipalityRef, left: User) -> None:
    """The trail names the account by its key only."""
    marta = person(bensheim, Role.COORDINATOR)
    with inside(realm_of(bensheim)):
        touched = erase_account(user=left, by=marta.actor)
        entry = Entry.objects.get(event="privacy.account_erased")
        assert (entry.subject, entry.actor_label) == (left.reference, "Marta Klein")
        assert entry.details["rows"] == touched
        assert touched.keys() >= {"accounts.User", "accounts.Invitation", "mail.OutgoingMail", "needs.Need"}
        assert "Elif" not in str(entry.details)


def test_a_name_two_people_have_stays_where_only_the_name_is_written(bensheim: MunicipalityRef, left: User) -> None:
    """It is the other one's too; the account itself is emptied all the same."""
    with inside(realm_of(bensheim)):
        User.objects.create_user("elif2@example.org", name=left.name, role=Role.GUIDE)
        erase_account(user=left, by=SYSTEM)
        assert Need.objects.get().created_by == "Elif Demir"
        assert User.objects.get(pk=left.pk).name != "Elif Demir"
        assert User.objects.get(email="elif2@example.org").name == "Elif Demir"


def test_only_a_deactivated_account_and_only_once(bensheim: MunicipalityRef, left: User) -> None:
    """An erased one does not come back either."""
    with inside(realm_of(bensheim)):
        with pytest.raises(StillActive):
            erase_account(user=person(bensheim, Role.COORDINATOR), by=SYSTEM)
        erase_account(user=left, by=SYSTEM)
        with pytest.raises(AlreadyErased):
            erase_account(user=left, by=SYSTEM)
        with pytest.raises(AlreadyErased):
            accounts.reactivate(user=left, by=SYSTEM)


def test_on_the_public_host_as_well(database: Any) -> None:
    """With the rights of the central role: tables nobody may write there are not touched."""
    editor = person(None, Role.TEMPLATE_EDITOR)
    with inside(CENTRAL):
        User.objects.filter(pk=editor.pk).update(is_active=False)
        erase_account(user=editor, by=SYSTEM)
        assert where_it_stands({editor.email, editor.name}, "central") == set()


@pytest.fixture
def coordinator(bensheim: MunicipalityRef, client_for: Any, left: User) -> Client:
    """The coordinator's browser."""
    return sign_in(client_for(bensheim), person(bensheim, Role.COORDINATOR), bensheim)


def test_the_page_asks_before_it_erases(coordinator: Client, bensheim: MunicipalityRef, left: User) -> None:
    """Without the tick nothing happens; afterwards the person is in no list any more."""
    address = f"/personen/{left.pk}/loeschen/"
    assert "Elif Demir" in coordinator.get(address, secure=True).content.decode()
    assert coordinator.post(address, secure=True).status_code == 422
    with inside(realm_of(bensheim)):
        assert User.objects.get(pk=left.pk).name == "Elif Demir"
    answer = coordinator.post(address, {"is_certain": "on"}, secure=True, follow=True)
    page = answer.content.decode()
    assert "Die Angaben zur Person sind gelöscht." in page
    assert "Elif Demir" not in page
    assert "Gelöschtes Konto" not in page
    assert coordinator.get(address, secure=True).status_code == 404


def test_an_active_account_has_no_such_page(coordinator: Client, bensheim: MunicipalityRef) -> None:
    """First it is deactivated, and its open work handed over."""
    active = person(bensheim, Role.CONTRIBUTOR)
    assert coordinator.get(f"/personen/{active.pk}/loeschen/", secure=True).status_code == 404
