"""The web process's entry point."""

import os

from django.core.wsgi import get_wsgi_application

# Without this, messages of the web process would go to Celery's default broker instead of ours.
from kisi.celery import app  # noqa: F401

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kisi.settings.production")

application = get_wsgi_application()

# Tasks are published through this app; without it they would go to Celery's default broker.
from kisi.celery import app as celery_app  # noqa: E402, F401 (after the settings)
