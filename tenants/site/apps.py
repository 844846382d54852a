"""The public pages as a Django app."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers the app."""

    name = "tenants.site"
    label = "site"
    verbose_name = "Öffentliche Seite"
