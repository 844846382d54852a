"""Results as a Django app."""

from django.apps import AppConfig


class ResultsConfig(AppConfig):
    """Registers the app."""

    name = "tenants.results"
    label = "results"
    verbose_name = "Ergebnisse"
