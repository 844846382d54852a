"""App configuration of the design system."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UiConfig(AppConfig):
    """Collects what the installed apps declare in their `navigation.py` and show in `gallery_parts.py`."""

    name = "kisi.ui"
    label = "ui"

    def ready(self) -> None:
        """Imports those modules of every app; the declarations register themselves."""
        autodiscover_modules("navigation", "gallery_parts")
