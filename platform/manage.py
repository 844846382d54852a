"""Django's own commands: ``python platform/manage.py …`` or, with the right environment, ``./kisi manage …``."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kisi.settings.local")
    # Tasks are published through this app; without it they would go to Celery's default broker.
    import kisi.celery  # noqa: F401

    execute_from_command_line(sys.argv)
