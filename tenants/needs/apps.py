"""Needs as a Django app."""

from django.apps import AppConfig


class NeedsConfig(AppConfig):
    """Registers the app."""

    name = "tenants.needs"
    label = "needs"
    verbose_name = "Bedarfe"
