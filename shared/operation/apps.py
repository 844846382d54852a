"""The operation of the platform as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class OperationConfig(AppConfig):
    """Registers the app and, in every process, the tasks that its actions wake by name."""

    name = "shared.operation"
    label = "operation"
    verbose_name = "Betrieb der Plattform"

    def ready(self) -> None:
        """Make the tasks known to Celery."""
        import_module("shared.operation.tasks")
