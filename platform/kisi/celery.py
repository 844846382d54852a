"""The Celery application. A message is only a wake-up; what is to be done stands in a row (ARCHITECTURE.md)."""

import os
from typing import Any

from celery.signals import worker_ready

from kisi.tenancy.wake_ups import ImpatientCelery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kisi.settings.production")

app = ImpatientCelery("kisi")
# Celery otherwise knows its app in the importing thread only; the web process answers in others.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["kisi.tenancy"], related_name="heartbeat")


def register_tasks() -> None:
    """Import every app's tasks, so that a process that is no worker can publish them. Needs loaded apps."""
    app.loader.import_default_modules()


@worker_ready.connect
def note_that_a_worker_is_ready(**_kwargs: Any) -> None:
    """Let ``/readyz`` know at once; afterwards the heartbeat task says so every few seconds."""
    from kisi.tenancy.heartbeat import heartbeat  # reason: needs Django, which Celery loads first

    heartbeat.delay()
