"""The platform's Celery application with the probe's tasks beside its own."""

from kisi.celery import app
from tests.attack.work import tasks  # noqa: F401 (registers them)

__all__ = ["app"]
