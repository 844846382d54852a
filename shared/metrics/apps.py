"""The metrics as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MetricsConfig(AppConfig):
    """Registers the app."""

    name = "shared.metrics"
    verbose_name = _("Kennzahlen")
