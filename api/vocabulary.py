"""Words of the API: what a client may be allowed to do."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What an access token is good for. The value is what OAuth calls the scope."""

    WRITE_MUNICIPALITIES = "municipalities:write", _("Kommunen aufnehmen, aussetzen und verabschieden")
    READ_MUNICIPALITIES = "municipalities:read", _("Kommunen, Aufnahmen und Vorlagen lesen")
    READ_METRICS = "metrics:read", _("Kennzahlen und veröffentlichte Stände lesen")
