"""The desk as a Django app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the app."""

    name = "kisi.desk"
    label = "desk"
    verbose_name = "Arbeitsplatz"
