"""Accounts, roles, invitations."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the app."""

    name = "kisi.accounts"
    label = "accounts"
    verbose_name = "Konten"
