"""Words of this app: what a municipality can decide, and how a template stands with it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Choice(models.TextChoices):
    """What to do about a version that is offered."""

    ADOPT = "adopt", _("übernehmen")
    KEEP = "keep", _("bei der jetzigen Fassung bleiben")
    LATER = "later", _("später entscheiden")


class Standing(models.TextChoices):
    """How a template stands with the municipality; it follows from copies and decisions."""

    NEW_VERSION = "new_version", _("neue Fassung")
    ADOPTED = "adopted", _("übernommen")
    NOT_ADOPTED = "not_adopted", _("nicht übernommen")
