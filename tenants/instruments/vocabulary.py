"""Words of this app."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an instrument stands, as the list filters it."""

    RELEASED = "released", _("freigegeben")
    DRAFT = "draft", _("mit Entwurf")
    ARCHIVED = "archived", _("abgelegt")
