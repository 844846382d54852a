"""Municipalities and the official register."""

from django.apps import AppConfig


class MunicipalitiesConfig(AppConfig):
    """Registers the app."""

    name = "shared.municipalities"
    label = "municipalities"
    verbose_name = "Kommunen"
