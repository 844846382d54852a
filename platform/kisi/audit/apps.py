"""The audit trail as a Django app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the app."""

    name = "kisi.audit"
    label = "audit"
    verbose_name = "Prüfprotokoll"
