"""Instruments as a Django app."""

from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    """Registers the app."""

    name = "tenants.instruments"
    label = "instruments"
    verbose_name = "Fragebögen"
