"""Inviting somebody, and accepting."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.accounts.letters import invitation_letter
from kisi.accounts.models import AccountSettings, Invitation, User
from kisi.accounts.problems import AlreadyHasAccount, InvitationNotValid, RoleNotPossible
from kisi.accounts.tokens import new_token, token_hash
from kisi.accounts.vocabulary import possible_roles
from kisi.audit.actions import record
from kisi.core.actors import SYSTEM, Actor
from kisi.core.names import check_email
from kisi.core.newcomers import welcome
from kisi.core.roles import Role
from kisi.mail.outbox import post


def invite(*, email: str, name: str, role: Role | str, by: Actor) -> Invitation:
    """Ask somebody to join, by e-mail; the open invitation.

    While an invitation is open and valid, inviting the same address again changes name and role where
    they differ and sends nothing; an expired one is renewed and sent again.
    Raises ``ValidationError`` for a malformed address, ``AlreadyHasAccount``, ``RoleNotPossible``.
    """
    email = email.strip().lower()
    check_email(email)
    role = possible_role(role)
    with transaction.atomic():
        if User.objects.filter(email=email).exists():
            raise AlreadyHasAccount(_("Unter dieser E-Mail-Adresse gibt es schon ein Konto."))
        invitation = _open_invitation(email)
        if invitation is None:
            try:
                with transaction.atomic():
                    return _send(Invitation(email=email, name=name, role=role, invited_by=by.label), by=by)
            except IntegrityError:
                # Somebody else invited the same person a moment ago.
                invitation = _open_invitation(email)
                if invitation is None:
                    raise
        return _repeat(invitation, name=name, role=role, by=by)


def possible_role(role: Role | str) -> Role:
    """The role, if it exists in this realm. Raises ``RoleNotPossible``."""
    if role not in possible_roles():
        raise RoleNotPossible(_("Diese Rolle gibt es hier nicht."))
    return Role(role)


def _open_invitation(email: str) -> Invitation | None:
    return (
        Invitation.objects.select_for_update()
        .filter(email=email, accepted_at__isnull=True, withdrawn_at__isnull=True)
        .first()
    )


def _repeat(invitation: Invitation, *, name: str, role: Role, by: Actor) -> Invitation:
    changed = (invitation.name, invitation.role) != (name, role)
    invitation.name, invitation.role = name, role
    if not invitation.is_valid:
        return _send(invitation, by=by)
    if changed:
        invitation.save(update_fields=["name", "role"])
        record("accounts.invitation_changed", by=by, subject=invitation.reference, details={"role": role})
    return invitation


def _send(invitation: Invitation, *, by: Actor) -> Invitation:
    """Give the invitation a new link and send it; older links of it stop working."""
    token = new_token()
    days = AccountSettings.current().invitation_days
    invitation.token_hash = token_hash(token)
    invitation.expires_at = timezone.now() + timedelta(days=days)
    invitation.sent_count += 1
    invitation.save()
    letter = invitation_letter(invitation, token)
    post(letter, to=invitation.email, key=f"accounts.invitation:{invitation.pk}:{invitation.sent_count}")
    record("accounts.invited", by=by, subject=invitation.reference, details={"role": invitation.role})
    return invitation


def invite_again(*, invitation: Invitation, by: Actor) -> Invitation:
    """Send an open invitation with a new link, valid anew. Raises ``InvitationNotValid``."""
    with transaction.atomic():
        locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not locked.is_open:
            raise InvitationNotValid(_("Diese Einladung wurde schon angenommen oder zurückgezogen."))
        return _send(locked, by=by)


def accept_by_address(*, email: str) -> User | None:
    """Make the account of somebody whose address another authority has vouched for; None where nobody is invited.

    Without a password: this person signs in through that authority.
    """
    with transaction.atomic():
        invitation = _open_invitation(email)
        if invitation is None or not invitation.is_valid:
            return None
        return _accept(invitation, password=None)


def renew_expired(*, invitation: Invitation) -> None:
    """Send a new link to the invited address because somebody opened the expired one. Raises ``InvitationNotValid``."""
    invite_again(invitation=invitation, by=SYSTEM)


def withdraw_invitation(*, invitation: Invitation, by: Actor) -> None:
    """Make an open invitation's link worthless. Raises ``InvitationNotValid``."""
    with transaction.atomic():
        locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if not locked.is_open:
            raise InvitationNotValid(_("Diese Einladung wurde schon angenommen oder zurückgezogen."))
        locked.withdrawn_at = timezone.now()
        locked.save(update_fields=["withdrawn_at"])
        record("accounts.invitation_withdrawn", by=by, subject=locked.reference)


def accept_invitation(*, token: str, password: str) -> User:
    """Make the invited person's account with the password they chose; the account.

    The caller has checked the password. Raises ``InvitationNotValid`` – with one message for every
    reason, so that a link tells nobody what became of it.
    """
    with transaction.atomic():
        invitation = Invitation.objects.select_for_update().filter(token_hash=token_hash(token)).first()
        if invitation is None or not invitation.is_valid:
            raise InvitationNotValid(_("Diese Einladung gilt nicht mehr."))
        if User.objects.filter(email=invitation.email).exists():
            raise InvitationNotValid(_("Diese Einladung gilt nicht mehr."))
        return _accept(invitation, password=password)


def _accept(invitation: Invitation, *, password: str | None) -> User:
    user = User.objects.create_user(invitation.email, name=invitation.name, role=invitation.role, password=password)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    welcome(user.pk, user.role, user.actor)
    record("accounts.invitation_accepted", by=user.actor, subject=user.reference, details={"role": user.role})
    return user
