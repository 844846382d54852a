"""Help as a Django app."""

from django.apps import AppConfig


class HelpConfig(AppConfig):
    """Registers the app."""

    name = "kisi.help"
    label = "help"
    verbose_name = "Hilfe"
