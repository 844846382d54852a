"""The audit trail as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    """Registers the app."""

    name = "kisi.audit"
    label = "audit"
    verbose_name = "Prüfprotokoll"

    def ready(self) -> None:
        """Load every app's ``audit_events.py``."""
        autodiscover_modules("audit_events")
