"""App configuration of the design system."""

from django.apps import AppConfig
from django.db.models import fields
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Collects what the installed apps declare in their `navigation.py`."""

    name = "kisi.ui"
    label = "ui"

    def ready(self) -> None:
        """Imports every app's `navigation.py`; the declarations register themselves."""
        autodiscover_modules("navigation")
        # Django says it in English; that an app may set it here, Django promises.
        fields.BLANK_CHOICE_LABEL = _("Bitte auswählen")
