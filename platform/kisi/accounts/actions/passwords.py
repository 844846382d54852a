"""New passwords for people who forgot theirs."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.accounts.actions.sessions import end_sessions
from kisi.accounts.letters import password_changed_letter, reset_letter
from kisi.accounts.models import AccountSettings, PasswordReset, User
from kisi.accounts.problems import ResetNotValid
from kisi.accounts.tokens import new_token, token_hash
from kisi.audit.actions import record
from kisi.core.actors import SYSTEM
from kisi.mail.outbox import post


def request_reset(*, email: str) -> PasswordReset:
    """Note that somebody asked; the same work for every address."""
    return PasswordReset.objects.create(email=email.strip().lower())


def answer_reset(*, reset_id: int) -> None:
    """Send the link where there is an account that may sign in; repeatable without a second effect."""
    with transaction.atomic():
        reset = PasswordReset.objects.select_for_update(skip_locked=True).filter(pk=reset_id, handled_at=None).first()
        if reset is None:
            return
        reset.handled_at = timezone.now()
        user = User.objects.filter(email=reset.email, is_active=True).first()
        if user is not None:
            _send_link(reset, user)
        reset.save()


def _send_link(reset: PasswordReset, user: User) -> None:
    token = new_token()
    reset.user, reset.token_hash = user, token_hash(token)
    reset.expires_at = timezone.now() + timedelta(hours=AccountSettings.current().reset_hours)
    post(reset_letter(user, token, reset.expires_at), to=user.email, key=f"accounts.reset:{reset.pk}")
    record("accounts.password_reset_requested", by=SYSTEM, subject=user.reference)


def reset_password(*, token: str, password: str) -> User:
    """Set a new password, end all sessions and make other links worthless; the account.

    The caller has checked the password. Raises ``ResetNotValid``.
    """
    with transaction.atomic():
        reset = PasswordReset.objects.select_for_update(of=("self",)).filter(token_hash=token_hash(token)).first()
        if reset is None or not reset.is_valid or reset.user is None or not reset.user.is_active:
            raise ResetNotValid(_("Dieser Link gilt nicht mehr."))
        user = reset.user
        set_password(user=user, password=password)
        PasswordReset.objects.filter(user=user, used_at=None).update(used_at=timezone.now())
        end_sessions(user=user, by=user.actor)
    return user


def set_password(*, user: User, password: str) -> None:
    """Store a new password, tell its owner and note it; inside the caller's transaction."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        now = timezone.now()
        post(password_changed_letter(user), to=user.email, key=f"accounts.password_changed:{user.pk}:{now.timestamp()}")
        record("accounts.password_changed", by=user.actor, subject=user.reference)
