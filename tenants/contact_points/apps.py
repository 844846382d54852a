"""Contact points as a Django app."""

from django.apps import AppConfig


class ContactPointsConfig(AppConfig):
    """Registers the app."""

    name = "tenants.contact_points"
    label = "contact_points"
    verbose_name = "Anlaufstellen"
