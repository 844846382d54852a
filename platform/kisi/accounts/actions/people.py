"""Changing who works here and as what."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.accounts.actions.invitations import possible_role
from kisi.accounts.actions.sessions import end_sessions
from kisi.accounts.letters import notice_letter
from kisi.accounts.models import User
from kisi.accounts.problems import AlreadyErased, LastOfItsKind, NotYourself, WorkIsOpen
from kisi.accounts.queries import possible_successors
from kisi.audit.actions import record
from kisi.core.access import GRANTED, Permission
from kisi.core.actors import Actor
from kisi.core.open_work import hand_over_all, open_work_of
from kisi.core.roles import Role
from kisi.mail.outbox import post


def change_person(*, user: User, name: str, role: Role | str, by: Actor) -> User:
    """Give somebody another name or role.

    Raises ``RoleNotPossible``, ``NotYourself`` for the own role, ``LastOfItsKind`` when nobody could
    manage accounts any more, ``WorkIsOpen`` when the new role may not go on with what the person has open.
    """
    new_role = possible_role(role)
    with transaction.atomic():
        user = _locked(user)
        changes = {}
        if user.role != new_role:
            _refuse_yourself(user, by)
            if new_role not in GRANTED[Permission.PEOPLE_MANAGE]:
                _refuse_last(user)
            _refuse_stranded_work(user, new_role)
            changes["role"] = [user.role, new_role.value]
        if user.name != name:
            changes["name"] = []  # the trail keeps no former names
        if changes:
            user.name, user.role = name, new_role
            user.save(update_fields=["name", "role"])
            record("accounts.person_changed", by=by, subject=user.reference, details=changes)
    return user


def hand_over(*, user: User, successor: User, by: Actor) -> dict[str, int]:
    """Give what somebody has open to somebody else, who stays in their place; how many of each kind.

    Raises ``WorkIsOpen`` when the successor may not take it.
    """
    with transaction.atomic():
        user = _locked(user)
        moved = _hand_over(user, successor, by)
        if moved:
            details = {"handed_over": moved, "to": successor.reference}
            record("accounts.work_handed_over", by=by, subject=user.reference, details=details)
    return moved


def deactivate(*, user: User, by: Actor, successor: User | None = None) -> None:
    """Take away somebody's access at once and hand over what they have open.

    Raises ``NotYourself``, ``LastOfItsKind``, and ``WorkIsOpen`` when a successor is needed.
    """
    with transaction.atomic():
        user = _locked(user)
        if not user.is_active:
            return
        _refuse_yourself(user, by)
        _refuse_last(user)
        moved = _hand_over(user, successor, by)
        user.is_active, user.deactivated_at = False, timezone.now()
        user.save(update_fields=["is_active", "deactivated_at"])
        end_sessions(user=user, by=by)
        details = {"handed_over": moved, "to": successor.reference} if successor else {}
        record("accounts.person_deactivated", by=by, subject=user.reference, details=details)


def reactivate(*, user: User, by: Actor) -> None:
    """Let somebody sign in again with the password they had; takes back an announced erasure.

    Raises ``AlreadyErased``.
    """
    with transaction.atomic():
        user = _locked(user)
        if user.erased_at:
            raise AlreadyErased(_("Dieses Konto ist gelöscht. Laden Sie die Person neu ein."))
        if not user.is_active:
            user.is_active, user.deactivated_at, user.erase_on = True, None, None
            user.save(update_fields=["is_active", "deactivated_at", "erase_on"])
            record("accounts.person_reactivated", by=by, subject=user.reference)


def remove_second_factors(*, user: User, by: Actor) -> None:
    """For somebody who lost their phone: they sign in with the password and set up a new factor. Tells them."""
    with transaction.atomic():
        user = _locked(user)
        number, _rows = Authenticator.objects.filter(user_id=user.pk).delete()
        if not number:
            return
        end_sessions(user=user, by=by)
        letter = notice_letter(
            user,
            kind="accounts.factors_removed",
            subject=_("Ihre Anmeldung bei KISI wurde geändert"),
            what=_("%(name)s hat Ihre zweiten Faktoren (App, Passkeys, Notfallcodes) entfernt.") % {"name": by.label},
        )
        post(letter, to=user.email, key=f"accounts.factors_removed:{user.pk}:{timezone.now().timestamp()}")
        record("accounts.factors_removed", by=by, subject=user.reference)


def _locked(user: User) -> User:
    """The person as they are now, locked together with everybody who manages people – always in one order.

    Locked one by one, two coordinators who deactivate each other would wait for each other.
    """
    wanted = Q(pk=user.pk) | Q(role__in=GRANTED[Permission.PEOPLE_MANAGE])
    locked = User.objects.select_for_update().filter(wanted).order_by("pk")
    return next(row for row in locked if row.pk == user.pk)


def _refuse_yourself(user: User, by: Actor) -> None:
    if by == user.actor:
        raise NotYourself(_("Ihre eigene Rolle und Ihren eigenen Zugang kann nur jemand anderes ändern."))


def _refuse_last(user: User) -> None:
    """Somebody has to stay who may manage people."""
    managing = GRANTED[Permission.PEOPLE_MANAGE]
    others = User.objects.filter(is_active=True, role__in=managing).exclude(pk=user.pk)
    if user.role in managing and not others.exists():
        message = _("Diese Person verwaltet als einzige die Konten. Bitte bestimmen Sie zuerst eine weitere.")
        raise LastOfItsKind(message)


def _refuse_stranded_work(user: User, role: Role) -> None:
    """Nobody keeps work they may no longer do."""
    stranded = [(kind, number) for kind, number in open_work_of(user.pk) if role not in GRANTED[kind.permission]]
    if stranded:
        named = ", ".join(f"{kind.label}: {number}" for kind, number in stranded)
        message = _(
            "In dieser Rolle lässt sich die offene Arbeit nicht fortführen (%(work)s). Bitte übergeben Sie sie zuerst."
        )
        raise WorkIsOpen(message % {"work": named})


def _hand_over(user: User, successor: User | None, by: Actor) -> dict[str, int]:
    work = open_work_of(user.pk)
    if not work:
        return {}
    if successor is None:
        raise WorkIsOpen(_("Diese Person hat noch offene Arbeit. Bitte wählen Sie, wer sie übernimmt."))
    if not possible_successors(user, work).filter(pk=successor.pk).exists():
        raise WorkIsOpen(_("%(name)s kann diese Arbeit nicht übernehmen.") % {"name": successor.name})
    return hand_over_all(user.pk, successor.pk, by)
