"""The kernel as a Django app (it brings no tables)."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers the kernel."""

    name = "kisi.core"
    label = "core"
    verbose_name = "Kern"
