"""Words of this app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GroupKind(models.TextChoices):
    """By what municipalities are put together; the first is what a town sees unless it chooses otherwise."""

    SIZE = "size", _("ähnliche Einwohnerzahl")
    KIND = "kind", _("gleiche Art der Kommune")
    DISTRICT = "district", _("gleicher Landkreis")
    ALL = "all", _("alle Kommunen im Projekt")
