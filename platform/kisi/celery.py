"""The Celery application. A message is only a wake-up; what is to be done stands in a row (ARCHITECTURE.md)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kisi.settings.production")

app = Celery("kisi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
