"""Surveys as a Django app."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Registers the app."""

    name = "tenants.surveys"
    label = "surveys"
    verbose_name = "Bedarfserhebung"
