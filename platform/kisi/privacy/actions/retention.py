"""Keeping to the periods of accounts: announced first, erased after a grace period (DOMAIN.md, Privacy)."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.accounts.models import AccountSettings, Invitation, User
from kisi.audit.actions import record
from kisi.core.access import GRANTED, Permission
from kisi.core.actors import SYSTEM
from kisi.mail.actions import forget_old_mail
from kisi.notifications.actions import notify
from kisi.privacy.actions.erasing import erase_account
from kisi.ui.templatetags.kisi_ui import day

ANNOUNCED = "privacy.erasure_announced"


def keep_to_periods() -> None:
    """Announce, erase and delete what is due in the current schema; running it again changes nothing more."""
    settings = AccountSettings.current()
    _start_the_clock()
    _announce(settings)
    _erase_announced()
    _delete_old_invitations(settings)
    _forget_old_mail()


def _start_the_clock() -> None:
    """Accounts that were deactivated before anybody noted when: their period begins now."""
    User.objects.filter(is_active=False, deactivated_at=None, erased_at=None).update(deactivated_at=timezone.now())


def _announce(settings: AccountSettings) -> None:
    """Say to whoever manages accounts on which day a deactivated one will be erased."""
    since = timezone.now() - timedelta(days=settings.account_days)
    erase_on = timezone.localdate() + timedelta(days=settings.account_grace_days)
    with transaction.atomic():
        waiting = User.objects.select_for_update().filter(is_active=False, erased_at=None, erase_on=None)
        for user in waiting.filter(deactivated_at__lt=since).order_by("pk"):
            user.erase_on = erase_on
            user.save(update_fields=["erase_on"])
            _tell(user)
            record(ANNOUNCED, by=SYSTEM, subject=user.reference, details={"day": erase_on})


def _tell(user: User) -> None:
    managers = User.objects.filter(is_active=True, role__in=GRANTED[Permission.PEOPLE_MANAGE])
    notify(
        recipients=managers.values_list("pk", flat=True),
        kind=ANNOUNCED,
        title=_("Ein deaktiviertes Konto wird gelöscht"),
        text=_("Am %(day)s werden die Angaben zur Person gelöscht. Bis dahin können Sie den Zugang wieder geben.")
        % {"day": day(user.erase_on)},
        url=reverse("accounts:person", args=[user.pk]),
        key=f"{ANNOUNCED}:{user.pk}:{user.erase_on}",
        by=SYSTEM,
    )


def _erase_announced() -> None:
    due = User.objects.filter(is_active=False, erased_at=None, erase_on__lte=timezone.localdate())
    for user in due.order_by("pk"):
        erase_account(user=user, by=SYSTEM)


def _delete_old_invitations(settings: AccountSettings) -> None:
    """Accepted, withdrawn and expired ones; an expired one is shown as such until then, and may be renewed."""
    before = timezone.now() - timedelta(days=settings.invitation_kept_days)
    ended = Q(accepted_at__lt=before) | Q(withdrawn_at__lt=before)
    expired = Q(accepted_at=None, withdrawn_at=None, expires_at__lt=before)
    with transaction.atomic():
        deleted, _rows = Invitation.objects.filter(ended | expired).delete()
        if deleted:
            record("privacy.invitations_deleted", by=SYSTEM, details={"number": deleted})


def _forget_old_mail() -> None:
    """To whom e-mail went, long ago."""
    with transaction.atomic():
        if deleted := forget_old_mail():
            record("privacy.mail_deleted", by=SYSTEM, details={"number": deleted})
