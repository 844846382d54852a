"""What the API forgets by itself."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from oauth2_provider.models import AccessToken

from api.models import IdempotentAnswer


def forget_old_answers() -> int:
    """Delete answers kept longer than ``KISI_API_IDEMPOTENCY_HOURS``, and expired tokens; how many rows that were."""
    now = timezone.now()
    oldest = now - timedelta(hours=settings.KISI_API_IDEMPOTENCY_HOURS)
    answers, _ = IdempotentAnswer.objects.filter(created_at__lt=oldest).delete()
    tokens, _ = AccessToken.objects.filter(expires__lt=now).delete()
    return answers + tokens
