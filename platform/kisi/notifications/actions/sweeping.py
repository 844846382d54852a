"""Forgetting old notices."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from kisi.notifications.models import Notice, NoticeSettings


def forget_old() -> int:
    """Delete notices of the current schema that have stayed long enough; how many."""
    settings, now = NoticeSettings.current(), timezone.now()
    read, _rows = Notice.objects.filter(read_at__lt=now - timedelta(days=settings.read_days)).delete()
    unread = Notice.objects.filter(read_at=None, created_at__lt=now - timedelta(days=settings.unread_days))
    return read + unread.delete()[0]
