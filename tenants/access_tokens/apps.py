"""Tokens of the workspace as a Django app."""

from django.apps import AppConfig


class AccessTokensConfig(AppConfig):
    """Registers the app."""

    name = "tenants.access_tokens"
    label = "access_tokens"
    verbose_name = "Zugänge zur Schnittstelle"
