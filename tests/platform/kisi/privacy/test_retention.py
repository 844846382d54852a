"""Deactivated accounts are announced, then erased; ended invitations are deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from kisi.accounts import actions as accounts
from kisi.accounts.models import AccountSettings, Invitation, User
from kisi.audit.models import Entry
from kisi.core.realms import MunicipalityRef, inside, realm_of
from kisi.core.roles import Role
from kisi.mail.models import OutgoingMail
from kisi.mail.vocabulary import State
from kisi.notifications.models import Notice
from kisi.privacy.actions import keep_to_periods
from kisi.schedule import SCHEDULE
from tests.accounts import person


@pytest.fixture
def marta(bensheim: MunicipalityRef) -> Iterator[User]:
    """The coordinator, inside Bensheim, where periods are short."""
    user = person(bensheim, Role.COORDINATOR)
    with inside(realm_of(bensheim)):
        AccountSettings(account_days=10, account_grace_days=7, invitation_kept_days=5).save()
        yield user


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def left(bensheim: MunicipalityRef, days: int | None) -> User:
    """A guide whose access ended so many days ago; None: nobody noted when."""
    user = person(bensheim, Role.GUIDE)
    User.objects.filter(pk=user.pk).update(is_active=False, deactivated_at=None if days is None else ago(days))
    return user


def row(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_first_it_is_announced_and_nothing_is_erased(bensheim: MunicipalityRef, marta: User) -> None:
    """To whoever manages accounts, with the day; running again tells nobody twice."""
    user = left(bensheim, 11)
    keep_to_periods()
    keep_to_periods()
    assert (row(user).erase_on, row(user).erased_at) == (timezone.localdate() + timedelta(days=7), None)
    assert row(user).name == "Elif Demir"
    notice = Notice.objects.get(kind="privacy.erasure_announced")
    assert (notice.recipient, notice.url) == (marta, f"/personen/{user.pk}/")
    assert "Elif" not in notice.title + notice.text
    assert Entry.objects.filter(event="privacy.erasure_announced", subject=user.reference).count() == 1


def test_after_the_grace_period_it_is_erased(bensheim: MunicipalityRef, marta: User) -> None:
    """By the platform itself, and recorded."""
    user = left(bensheim, 20)
    keep_to_periods()
    User.objects.filter(pk=user.pk).update(erase_on=timezone.localdate())
    keep_to_periods()
    assert row(user).erased_at is not None
    assert row(user).name == f"Gelöschtes Konto {user.pk}"
    assert Entry.objects.get(event="privacy.account_erased").actor_kind == "system"


def test_whoever_comes_back_is_not_erased(bensheim: MunicipalityRef, marta: User) -> None:
    """Giving access back takes the announcement back."""
    user = left(bensheim, 20)
    keep_to_periods()
    accounts.reactivate(user=user, by=marta.actor)
    User.objects.filter(pk=user.pk, erase_on__isnull=False).update(erase_on=timezone.localdate())
    keep_to_periods()
    assert (row(user).erased_at, row(user).erase_on, row(user).deactivated_at) == (None, None, None)


@pytest.mark.parametrize("days", [9, None], ids=["within the period", "nobody noted when"])
def test_before_the_period_is_over_nothing_happens(bensheim: MunicipalityRef, marta: User, days: int | None) -> None:
    """Where nobody noted the day, the period begins today."""
    user = left(bensheim, days)
    keep_to_periods()
    assert row(user).erase_on is None
    assert row(user).deactivated_at is not None


def test_deactivating_notes_the_day(bensheim: MunicipalityRef, marta: User) -> None:
    """The period needs a beginning."""
    user = person(bensheim, Role.CONTRIBUTOR)
    accounts.deactivate(user=user, by=marta.actor)
    assert row(user).deactivated_at is not None


@pytest.mark.parametrize(
    ("values", "stays"),
    [
        ({"accepted_at": 6}, False),
        ({"withdrawn_at": 6}, False),
        ({"expires_at": 6}, False),
        ({"accepted_at": 4, "expires_at": 30}, True),
        ({"expires_at": 4}, True),
    ],
    ids=["accepted", "withdrawn", "expired", "accepted lately", "expired lately"],
)
def test_ended_invitations_are_deleted(marta: User, values: dict[str, int], stays: bool) -> None:
    """One that may still be used, or ended lately, stays; the trail tells how many went, not whose."""
    invitation = accounts.invite(email="neu@example.org", name="Kim Neu", role=Role.GUIDE, by=marta.actor)
    Invitation.objects.filter(pk=invitation.pk).update(**{name: ago(days) for name, days in values.items()})
    keep_to_periods()
    assert Invitation.objects.filter(pk=invitation.pk).exists() == stays
    deleted = Entry.objects.filter(event="privacy.invitations_deleted")
    assert [entry.details for entry in deleted] == ([] if stays else [{"number": 1}])


def test_beat_starts_it() -> None:
    """Every night."""
    assert "kisi.privacy.sweep" in {entry["task"] for entry in SCHEDULE.values()}


@pytest.mark.usefixtures("marta")
@override_settings(KISI_MAIL_KEPT_DAYS=30)
def test_to_whom_old_mail_went_is_forgotten() -> None:
    """People without an account as well; what waits is still to be sent, however long ago it was written."""
    OutgoingMail.objects.all().delete()
    for number, (state, days) in enumerate(
        [(State.SENT, 31), (State.FAILED, 31), (State.WAITING, 31), (State.SENT, 29)]
    ):
        mail = OutgoingMail.objects.create(
            key=str(number), recipient="amt@example.org", state=state, next_attempt_at=timezone.now()
        )
        OutgoingMail.objects.filter(pk=mail.pk).update(created_at=ago(days))
    keep_to_periods()
    keep_to_periods()
    assert sorted(OutgoingMail.objects.values_list("key", flat=True)) == ["2", "3"]
    assert [entry.details for entry in Entry.objects.filter(event="privacy.mail_deleted")] == [{"number": 2}]
