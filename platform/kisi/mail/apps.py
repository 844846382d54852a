"""Outgoing e-mail as a Django app."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Registers the app."""

    name = "kisi.mail"
    label = "mail"
    verbose_name = "E-Mail"
