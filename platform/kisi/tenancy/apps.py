"""The tenancy kernel as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_delete


class TenancyConfig(AppConfig):
    """Registers the kernel."""

    name = "kisi.tenancy"
    label = "tenancy"
    verbose_name = "Mandanten"

    def ready(self) -> None:
        """Take django-tenants' listener off every deletion.

        It drops a tenant's schema when its row is deleted, which nothing here does (off-boarding has its own
        steps). And because it listens to all models, Django would read every row before deleting it.
        """
        from django_tenants.signals import tenant_delete_callback  # reason: its module needs the models

        post_delete.disconnect(tenant_delete_callback)
