"""Adoptions as a Django app."""

from django.apps import AppConfig


class AdoptionsConfig(AppConfig):
    """Registers the app."""

    name = "tenants.adoptions"
    label = "adoptions"
    verbose_name = "Übernommene Vorlagen"
