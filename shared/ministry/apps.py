"""The ministry's pages as a Django app; it has no tables."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MinistryConfig(AppConfig):
    """Registers the app."""

    name = "shared.ministry"
    label = "ministry"
    verbose_name = _("Landesebene")
