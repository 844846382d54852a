"""What a person has read. Their own business: it leaves no row in the audit trail."""

from __future__ import annotations

from django.utils import timezone

from kisi.accounts.models import User
from kisi.notifications.models import Notice


def mark_read(*, notice: Notice) -> None:
    """Note the first time a notice was read."""
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])


def mark_unread(*, notice: Notice) -> None:
    """Keep a notice for later."""
    if notice.read_at is not None:
        notice.read_at = None
        notice.save(update_fields=["read_at"])


def mark_all_read(*, user: User) -> int:
    """All of a person's notices have been read; how many were not before."""
    return Notice.objects.filter(recipient=user, read_at=None).update(read_at=timezone.now())
