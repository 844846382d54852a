"""What the API tidies up by itself."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone
from oauth2_provider.models import AccessToken

from api.models import IdempotentAnswer
from kisi.tenancy.tasks import CentralTask


@shared_task(base=CentralTask, name="api.forget_old_answers")
def forget_old_answers() -> None:
    """Delete answers kept longer than ``KISI_API_IDEMPOTENCY_HOURS``, and tokens that have expired."""
    now = timezone.now()
    IdempotentAnswer.objects.filter(created_at__lt=now - timedelta(hours=settings.KISI_API_IDEMPOTENCY_HOURS)).delete()
    AccessToken.objects.filter(expires__lt=now).delete()
