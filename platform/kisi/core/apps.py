"""The kernel as a Django app (it brings no tables)."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """Registers the kernel and lets the apps declare themselves in its registries."""

    name = "kisi.core"
    label = "core"
    verbose_name = "Kern"

    def ready(self) -> None:
        """Load what every app declares: seeds, adopters, open and due work, newcomers, figures, personal data."""
        autodiscover_modules("seeds", "adopters", "open_work", "due_work", "newcomers", "facts", "privacy")
