"""Deleting what has expired."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from kisi.accounts.models import PasswordReset, SentForm, Session

KEPT_AFTER_EXPIRY: Final = timedelta(hours=12)
"""An expired session stays so long: whoever signs in again within it gets back what they had typed."""
RESETS_KEPT: Final = timedelta(days=1)


def clean_up() -> None:
    """Delete expired sessions, old requests for passwords and remembered forms of the current schema."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now - KEPT_AFTER_EXPIRY).delete()
    PasswordReset.objects.filter(requested_at__lt=now - RESETS_KEPT).delete()
    SentForm.objects.filter(sent_at__lt=now - timedelta(days=settings.KISI_SENT_FORM_DAYS)).delete()
