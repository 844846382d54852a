"""The metrics as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetricsConfig(AppConfig):
    """Registers the app and, in every process, the tasks that are woken by name."""

    name = "shared.metrics"
    verbose_name = _("Kennzahlen")

    def ready(self) -> None:
        """Make the tasks known to Celery."""
        import_module("shared.metrics.tasks")
