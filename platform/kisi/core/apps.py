"""The kernel as a Django app (it brings no tables)."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """Registers the kernel and lets the apps declare themselves in its registries."""

    name = "kisi.core"
    label = "core"
    verbose_name = "Kern"

    def ready(self) -> None:
        """Load every app's ``seeds.py``, ``adopters.py``, ``open_work.py`` and ``facts.py``."""
        autodiscover_modules("seeds", "adopters", "open_work", "facts")
        """Load what every app declares: seeds, adopters, open and due work, what newcomers find."""
        autodiscover_modules("seeds", "adopters", "open_work", "due_work", "newcomers")
