"""On- and off-boarding as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    """Registers the app and, in every process, the tasks that its actions wake by name."""

    name = "shared.onboarding"
    label = "onboarding"
    verbose_name = "Aufnahme und Verabschiedung von Kommunen"

    def ready(self) -> None:
        """Make the tasks known to Celery."""
        import_module("shared.onboarding.tasks")
