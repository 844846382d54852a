"""Inviting: once for an address, bound to the realm, worthless after use."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from kisi.accounts.actions import accept_invitation, invite, invite_again, withdraw_invitation
from kisi.accounts.models import AccountSettings, Invitation, User
from kisi.accounts.problems import AlreadyHasAccount, InvitationNotValid, RoleNotPossible
from kisi.accounts.queries import valid_invitation
from kisi.audit.models import Entry
from kisi.core.actors import SYSTEM, Actor
from kisi.core.realms import CENTRAL, MunicipalityRef, inside, realm_of
from kisi.mail.models import OutgoingMail
from tests.servers import Servers

MARTA = Actor("user", "1", "Marta Klein")


def invited(email: str = "elif@example.org", **more: object) -> Invitation:
    wanted = {"name": "Elif Demir", "role": "guide", "by": MARTA, **more}
    return invite(email=email, **wanted)  # type: ignore[arg-type]


def newest_token() -> str:
    """The token in the newest e-mail."""
    found = re.search(r"/einladung/([\w-]+)/", OutgoingMail.objects.latest("pk").text)
    assert found
    return found[1]


def test_an_invitation_is_a_row_a_mail_and_an_audit_entry(in_bensheim: MunicipalityRef) -> None:
    """With a link to the town's own host."""
    invitation = invited(" Elif@Example.org ")
    mail = OutgoingMail.objects.get()
    assert (invitation.email, mail.recipient) == ("elif@example.org", "elif@example.org")
    assert f"http://bensheim.kisi.localhost:8000/einladung/{newest_token()}/" in mail.text
    assert "Marta Klein" in mail.text
    assert Entry.objects.get().subject == invitation.reference
    assert invitation.expires_at - timezone.now() > timedelta(days=13, hours=23)


def test_the_token_is_not_stored(in_bensheim: MunicipalityRef) -> None:
    """Only its hash."""
    invitation = invited()
    assert newest_token() not in str(Invitation.objects.values().get(pk=invitation.pk))


def test_inviting_twice_is_one_invitation(in_bensheim: MunicipalityRef) -> None:
    """No second row, no second mail; the link stays."""
    first = invited()
    token = newest_token()
    again = invited("ELIF@example.org")
    assert first.pk == again.pk
    assert OutgoingMail.objects.count() == 1
    assert valid_invitation(token) == first


def test_inviting_again_with_another_role_changes_the_open_invitation(in_bensheim: MunicipalityRef) -> None:
    """Without another mail."""
    invited()
    assert invited(role="coordinator").role == "coordinator"
    assert Invitation.objects.get().role == "coordinator"
    assert OutgoingMail.objects.count() == 1
    assert Entry.objects.filter(event="accounts.invitation_changed").count() == 1


def test_an_expired_invitation_is_renewed(in_bensheim: MunicipalityRef) -> None:
    """The old link stays dead."""
    invited()
    old = newest_token()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert valid_invitation(old) is None
        with pytest.raises(InvitationNotValid):
            accept_invitation(token=old, password="x")
        invited()
        assert Invitation.objects.count() == 1
        assert OutgoingMail.objects.count() == 2
        assert valid_invitation(old) is None
        assert accept_invitation(token=newest_token(), password="x").email == "elif@example.org"


def test_how_long_an_invitation_is_valid_is_a_setting(in_bensheim: MunicipalityRef) -> None:
    """Data, not code."""
    AccountSettings(invitation_days=2).save()
    assert invited().expires_at < timezone.now() + timedelta(days=2)


def test_twenty_invite_the_same_person_at_once(bensheim: MunicipalityRef) -> None:
    """One invitation, one mail, nobody sees an error."""
    start, ids = threading.Barrier(20), []

    def work() -> None:
        start.wait()
        with inside(realm_of(bensheim)):
            ids.append(invited().pk)
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 20
    assert len(set(ids)) == 1
    with inside(realm_of(bensheim)):
        assert OutgoingMail.objects.count() == 1


def test_accepting_makes_the_account(in_bensheim: MunicipalityRef) -> None:
    """With the invited role and the chosen password; the link is used up."""
    invited(role="coordinator")
    token = newest_token()
    user = accept_invitation(token=token, password="ein langes Passwort")
    assert (user.email, user.name, user.role) == ("elif@example.org", "Elif Demir", "coordinator")
    assert user.check_password("ein langes Passwort")
    with pytest.raises(InvitationNotValid):
        accept_invitation(token=token, password="x")
    assert User.objects.count() == 1
    entry = Entry.objects.get(event="accounts.invitation_accepted")
    assert (entry.actor_id, entry.subject) == (str(user.pk), f"accounts.user:{user.pk}")


def test_who_has_an_account_cannot_be_invited(in_bensheim: MunicipalityRef) -> None:
    """The message is for the screen."""
    User.objects.create_user("elif@example.org", name="Elif", role="guide")
    with pytest.raises(AlreadyHasAccount, match="schon ein Konto"):
        invited()


def test_a_withdrawn_invitation_is_dead(in_bensheim: MunicipalityRef) -> None:
    """And can neither be withdrawn nor sent again, but the person can be invited anew."""
    invitation = invited()
    withdraw_invitation(invitation=invitation, by=MARTA)
    with pytest.raises(InvitationNotValid):
        accept_invitation(token=newest_token(), password="x")
    for action in (withdraw_invitation, invite_again):
        with pytest.raises(InvitationNotValid):
            action(invitation=invitation, by=MARTA)
    assert invited().pk != invitation.pk


def test_sending_again_makes_the_first_link_worthless(in_bensheim: MunicipalityRef) -> None:
    """There is one link at a time."""
    invitation = invited()
    old = newest_token()
    invite_again(invitation=invitation, by=MARTA)
    assert newest_token() != old
    assert valid_invitation(old) is None


@pytest.mark.parametrize("email", ["", "elif", "elif@", "elif@example.org\nBcc: x@example.org", "a b@example.org"])
def test_a_malformed_address_is_refused(in_bensheim: MunicipalityRef, email: str) -> None:
    """Before anything is written."""
    with pytest.raises(ValidationError):
        invited(email)
    assert not Invitation.objects.exists()


def test_roles_belong_to_their_kind_of_host(bensheim: MunicipalityRef) -> None:
    """No operator in a town, no guide on the public host, no person in a machine's role."""
    with inside(realm_of(bensheim)):
        for role in ("operator", "ministry_analyst", "integrator", "king"):
            with pytest.raises(RoleNotPossible):
                invited(role=role)
    with inside(CENTRAL):
        for role in ("guide", "coordinator", "integrator"):
            with pytest.raises(RoleNotPossible):
                invited(role=role)
        assert invited(role="operator").role == "operator"


@pytest.mark.attack
def test_a_token_is_worth_nothing_elsewhere(
    database: Servers, bensheim: MunicipalityRef, butzbach: MunicipalityRef
) -> None:
    """T04: neither in another town nor on the public host, not even where the whole row was copied."""
    with inside(realm_of(bensheim)):
        invited()
        token = newest_token()
    with database.superuser_connection() as admin:
        for schema in (butzbach.schema, "public"):
            copy = f"INSERT INTO {schema}.accounts_invitation SELECT * FROM {bensheim.schema}.accounts_invitation"
            admin.execute(copy)
    for realm in (realm_of(butzbach), CENTRAL):
        with inside(realm):
            assert Invitation.objects.count() == 1
            assert valid_invitation(token) is None
            with pytest.raises(InvitationNotValid):
                accept_invitation(token=token, password="x")
    with inside(realm_of(bensheim)):
        assert accept_invitation(token=token, password="x").email == "elif@example.org"


def test_the_platform_can_invite_by_itself(in_bensheim: MunicipalityRef) -> None:
    """Onboarding does."""
    invited(by=SYSTEM, role="coordinator")
    assert Entry.objects.get().actor_kind == "system"
