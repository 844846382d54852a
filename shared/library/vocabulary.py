"""Words of this app: the kinds of templates there are."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a template is a template for."""

    CHECKLIST = "checklist", _("Checkliste")
    TEXT = "text", _("Text")


KEY_PATTERN: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""A template's key: words in lower case, joined by hyphens; it stands in addresses and never changes."""
