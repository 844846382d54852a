"""Issuing and revoking tokens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from django.conf import settings as platform
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from kisi.accounts.models import User
from kisi.accounts.tokens import new_token, token_hash
from kisi.audit.actions import record
from kisi.core.actors import Actor
from tenants.access_tokens.models import KeptAnswer, TokenSettings, WorkspaceToken
from tenants.access_tokens.queries import latest_expiry

BEGINNING: Final = "kisi_"
"""How every token begins, so that programs that look for leaked secrets know one."""


def issue_token(
    *, name: str, scopes: Sequence[str], expires_on: date, issuer: User, by: Actor
) -> tuple[WorkspaceToken, str]:
    """Issue a token and give it: it is kept as a hash only and shown this once.

    It acts with the permissions of ``issuer``, narrowed by its scopes. Raises ``ValidationError``.
    """
    shown = BEGINNING + new_token()
    token = WorkspaceToken(
        name=name, token_hash=token_hash(shown), scopes=list(scopes), issued_by=issuer, expires_on=expires_on
    )
    token.full_clean(validate_constraints=False, exclude=["issued_by"])
    if not timezone.localdate() <= expires_on <= latest_expiry():
        words = {"last": f"{latest_expiry():%d.%m.%Y}"}
        raise ValidationError({"expires_on": _("Möglich ist ein Tag von heute bis zum %(last)s.") % words})
    with transaction.atomic():
        token.save()
        details = {"name": token.name, "scopes": token.scopes, "expires_on": expires_on.isoformat()}
        record("access_tokens.issued", by=by, subject=token.reference, details=details)
    return token, shown


def revoke_token(*, token: WorkspaceToken, by: Actor) -> None:
    """Refuse a token from now on; again on a revoked one does nothing."""
    with transaction.atomic():
        if WorkspaceToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
            record("access_tokens.revoked", by=by, subject=token.reference, details={"name": token.name})


def note_use(token: WorkspaceToken) -> None:
    """Remember the day a token was used last; one statement a day."""
    today = timezone.localdate()
    if token.last_used_on != today:
        WorkspaceToken.objects.filter(pk=token.pk).update(last_used_on=today)


def change_settings(*, settings: TokenSettings, by: Actor) -> TokenSettings:
    """Store changed settings; the trail keeps what changed from what to what. Raises ``ValidationError``."""
    settings.full_clean(validate_unique=False, validate_constraints=False)
    with transaction.atomic():
        before = model_to_dict(TokenSettings.objects.select_for_update().first() or TokenSettings())
        after = model_to_dict(settings)
        changes = {name: [before[name], value] for name, value in after.items() if before[name] != value}
        if changes:
            settings.save()
            record("access_tokens.settings_changed", by=by, subject="access_tokens.settings", details=changes)
    return settings


def forget_old_answers() -> int:
    """Delete answers kept longer than ``KISI_API_IDEMPOTENCY_HOURS``; how many."""
    oldest = timezone.now() - timedelta(hours=platform.KISI_API_IDEMPOTENCY_HOURS)
    return KeptAnswer.objects.filter(created_at__lt=oldest).delete()[0]
