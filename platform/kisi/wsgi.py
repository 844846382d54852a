"""The web process's entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kisi.settings.production")

# Without the app, messages of the web process would go to Celery's default broker instead of ours.
from kisi.celery import register_tasks

application = get_wsgi_application()
register_tasks()

# What is loaded now stays for the process's life: collections need not walk it again during requests.
gc.collect()
gc.freeze()
