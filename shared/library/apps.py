"""The library as a Django app."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Registers the app."""

    name = "shared.library"
    label = "library"
    verbose_name = "Vorlagenbibliothek"
