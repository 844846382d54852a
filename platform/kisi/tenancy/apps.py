"""The tenancy kernel as a Django app."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    """Registers the kernel."""

    name = "kisi.tenancy"
    label = "tenancy"
    verbose_name = "Mandanten"
