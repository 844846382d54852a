"""Words of contact points."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Weekday(models.IntegerChoices):
    """Days of the week as ISO 8601 counts them."""

    MONDAY = 1, _("Montag")
    TUESDAY = 2, _("Dienstag")
    WEDNESDAY = 3, _("Mittwoch")
    THURSDAY = 4, _("Donnerstag")
    FRIDAY = 5, _("Freitag")
    SATURDAY = 6, _("Samstag")
    SUNDAY = 7, _("Sonntag")


class ExceptionKind(models.TextChoices):
    """What an exception does to the weekly hours of its days."""

    CLOSED = "closed", _("Geschlossen")
    DIFFERENT = "different", _("Andere Uhrzeit an Tagen mit Sprechzeit")
    ADDITIONAL = "additional", _("Zusätzlich geöffnet, an jedem dieser Tage")


SPOKEN_LANGUAGES: Final[dict[str, str]] = {
    "de": "Deutsch", "en": "English", "fr": "Français", "es": "Español", "it": "Italiano", "pt": "Português",
    "uk": "Українська", "ru": "Русский", "pl": "Polski", "ro": "Română", "bg": "Български", "sr": "Srpski",
    "sq": "Shqip", "tr": "Türkçe", "ku": "Kurdî", "ar": "العربية", "fa": "دری / فارسی", "ps": "پښتو", "ur": "اردو",
    "ti": "ትግርኛ", "am": "አማርኛ", "so": "Soomaali", "dgs": "Deutsche Gebärdensprache",
}  # fmt: skip
"""Languages people may be advised in, each by its own name."""
