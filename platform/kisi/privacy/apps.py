"""Privacy as a Django app."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Registers the app."""

    name = "kisi.privacy"
    label = "privacy"
    verbose_name = "Datenschutz"
