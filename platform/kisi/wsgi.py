"""The web process's entry point."""

import os

from django.core.wsgi import get_wsgi_application

# Without this, messages of the web process would go to Celery's default broker instead of ours.
from kisi.celery import app  # noqa: F401

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kisi.settings.production")

application = get_wsgi_application()
