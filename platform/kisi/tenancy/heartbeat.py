"""Signs of life: a worker that runs this task is alive, and ``/readyz`` knows."""

from __future__ import annotations

import time

from celery import shared_task
from django.core.cache import cache

from kisi.tenancy.health import WORKER_SEEN_KEY
from kisi.tenancy.tasks import CentralTask


@shared_task(base=CentralTask, name="kisi.tenancy.heartbeat")
def heartbeat() -> None:
    """Note that a worker is at work now."""
    cache.set(WORKER_SEEN_KEY, time.time(), timeout=3600)
