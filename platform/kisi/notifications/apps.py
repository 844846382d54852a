"""Notifications as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    """Registers the app and lets the apps declare the kinds of notices they send."""

    name = "kisi.notifications"
    label = "notifications"
    verbose_name = "Hinweise"

    def ready(self) -> None:
        """Load every app's ``notices.py``."""
        autodiscover_modules("notices")
