"""Taking part as a Django app."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """Registers the app."""

    name = "tenants.participation"
    label = "participation"
    verbose_name = "Teilnahme an Bedarfserhebungen"
