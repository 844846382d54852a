"""The comparison with peers as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BenchmarksConfig(AppConfig):
    """Registers the app."""

    name = "shared.benchmarks"
    label = "benchmarks"
    verbose_name = _("Vergleich")
