"""On- and off-boarding as a Django app."""

from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    """Registers the app."""

    name = "shared.onboarding"
    label = "onboarding"
    verbose_name = "Aufnahme und Verabschiedung von Kommunen"
