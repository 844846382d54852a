"""Words of this app."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryState(models.TextChoices):
    """What has become of an entry of a checklist."""

    OPEN = "open", _("offen")
    DONE = "done", _("erledigt")
    DROPPED = "dropped", _("passt hier nicht")
