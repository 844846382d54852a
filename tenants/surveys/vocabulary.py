"""Words of this app."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How an answer reached us."""

    LINK = "link", _("Link oder QR-Code")
    CODE = "code", _("Einladungscode")
    ASSISTED = "assisted", _("Begleitetes Gespräch")
    PAPER = "paper", _("Papierbogen")
    KIOSK = "kiosk", _("Tablet vor Ort")


class WaveState(models.TextChoices):
    """Where a wave stands. It opens and closes by its dates; only these three are decisions of people."""

    PLANNED = "planned", _("in Vorbereitung")
    RUNNING = "running", _("freigegeben")
    ENDED = "ended", _("beendet")


class Standing(models.TextChoices):
    """What a wave is on a given day: its state and its dates together."""

    PLANNED = "planned", _("in Vorbereitung")
    UPCOMING = "upcoming", _("beginnt noch")
    OPEN = "open", _("läuft")
    CLOSED = "closed", _("Zeitraum vorbei")
    ENDED = "ended", _("beendet")


ONLINE_CHANNELS = (Channel.LINK, Channel.CODE)
"""People answer by themselves on a screen; such a sheet is kept page by page until it is sent."""
LATE_CHANNELS = frozenset({Channel.PAPER, Channel.KIOSK})
"""Sheets that were filled in while the wave was open and reach us afterwards: typed in, or synced."""
